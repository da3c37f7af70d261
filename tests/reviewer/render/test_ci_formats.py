"""Annotations, workflow commands and GitLab's report: levels, places, escaping."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import example, given
from inline_snapshot import snapshot

from checks.kit import Action, Side, Span
from reviewer.render.annotations import TITLE_LIMIT, check_annotations
from reviewer.render.gitlab import to_gitlab
from reviewer.render.levels import LEVELS
from reviewer.render.limits import size
from reviewer.render.places import head_place
from reviewer.render.workflow import to_workflow_commands
from tests.reviewer.render.attacks import hostile
from tests.reviewer.render.reports import HUSHED, LOST, NOTE, QUIET, RICH, RISK, SMALL


def test_every_action_has_a_level_and_louder_is_never_quieter() -> None:
    assert set(LEVELS) == set(Action)
    assert [LEVELS[action].annotation for action in Action] == ["failure", "warning", "warning", "notice"]
    assert [LEVELS[action].command for action in Action] == ["error", "warning", "warning", "notice"]
    assert [LEVELS[action].sarif for action in Action] == ["error", "warning", "warning", "note"]
    assert [LEVELS[action].gitlab for action in Action] == ["blocker", "critical", "major", "info"]


def test_a_lost_guard_is_pointed_at_where_the_head_still_has_lines() -> None:
    assert head_place(LOST) == Span(Side.RIGHT, "orders/views.py", 39, 39)
    assert head_place(RISK) == Span(Side.RIGHT, "db/0042_ref.py", 18, 18)
    assert head_place(NOTE) == Span(Side.LEFT, "shop/api.py", 7, 7)
    elsewhere = tuple(replace(it, path="other.py") for it in LOST.evidence)
    assert head_place(replace(LOST, evidence=elsewhere)).side is Side.LEFT


def test_annotations_of_everything_but_the_suppressed() -> None:
    shown = check_annotations(RICH)
    assert [(it.path, it.start_line, it.level) for it in shown] == [
        ("db/0042_ref.py", 18, "failure"),
        ("orders/views.py", 39, "warning"),
        ("shop/list.py", 3, "warning"),
        ("shop/api.py", 7, "notice"),
    ]
    assert "(line 7 of the file at base)" in shown[3].message
    assert check_annotations(QUIET) == ()
    assert check_annotations(replace(SMALL, findings=(HUSHED,))) == ()


def test_a_long_annotation_is_cut_to_the_limits() -> None:
    (shown,) = check_annotations(replace(SMALL, findings=(replace(RISK, title="word " * 99, message="w " * 70_000),)))
    assert size(shown.title) <= TITLE_LIMIT
    assert size(shown.message) <= 64_000


def test_workflow_commands_of_a_small_report() -> None:
    assert to_workflow_commands(SMALL) == snapshot("""\
::warning file=shop/list.py,line=3,endLine=4,title=list endpoint without a limit::One request can load the whole table.%0AClear it: fix.%0Aqueries/unbounded-list: https://docs.example/queries/unbounded-list.md
Holdfast: 1 risk
""")


def test_workflow_commands_of_everything() -> None:
    assert to_workflow_commands(RICH) == snapshot("""\
::error file=db/0042_ref.py,line=18,endLine=18,title=NOT NULL on orders.ref while old readers still run::Writes of the old version fail from the moment of the migration.%0AClear it: fix.%0Amigrations/not-null-added: https://docs.example/migrations/not-null-added.md
::warning file=orders/views.py,line=39,endLine=39,title=tenant filter removed from OrderView.get_queryset::Every caller can read the orders of every organization.%0AClear it: apply the suggestion · restore · sign tenancy.%0Atenancy/tenant-filter-removed: https://docs.example/tenancy/tenant-filter-removed.md
::warning file=shop/list.py,line=3,endLine=4,title=list endpoint without a limit::One request can load the whole table.%0AClear it: fix.%0Aqueries/unbounded-list: https://docs.example/queries/unbounded-list.md
::notice file=shop/api.py,line=7,endLine=7,title=login_required moved from ship to its router::The router covers it now.%0A(line 7 of the file at base)%0Aauth/authentication-removed: https://docs.example/auth/authentication-removed.md
::warning file=gen/schema.py,title=Not looked at::does not parse: line 3: invalid syntax
::notice title=Holdfast::.github/holdfast.yml:3:1: unknown key 'exclud' (did you mean 'exclude'?)
Holdfast: 1 guard lost · 2 risks · 2 boundaries to sign · 1 note · 1 suppressed · 1 file not looked at
""")


@given(hostile)
@example("a,line=1::boo")
@example("%0A::error::boo")
@example("x\n::stop-commands::y\n::add-mask::z")
def test_foreign_text_stays_in_its_own_command(text: str) -> None:
    finding = replace(RISK, title=text, message=text, path=text, check="a/b", docs="d")
    lines = to_workflow_commands(replace(SMALL, findings=(finding,), notes=(text,))).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice", "Holdfast:", ""]
    properties = lines[0].removeprefix("::error ").split("::", 1)[0]
    assert [part.split("=")[0] for part in properties.split(",")] == ["file", "line", "endLine", "title"]


def test_gitlab_of_a_small_report() -> None:
    assert to_gitlab(SMALL) == snapshot("""\
[
 {
  "description": "list endpoint without a limit. One request can load the whole table.",
  "check_name": "queries/unbounded-list",
  "fingerprint": "33333333333333333333",
  "severity": "major",
  "location": {
   "path": "shop/list.py",
   "lines": {
    "begin": 3,
    "end": 4
   }
  }
 }
]\
""")


def test_gitlab_of_everything_and_of_nothing() -> None:
    issues = json.loads(to_gitlab(RICH))
    assert [issue["severity"] for issue in issues] == ["blocker", "critical", "major", "info"]
    assert {len(issue["fingerprint"]) for issue in issues} == {20}
    assert json.loads(to_gitlab(QUIET)) == []
