"""The terminal text: one line for nothing, worst first, two columns when wide, and no foreign escape."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import example, given
from inline_snapshot import snapshot
from rich.cells import cell_len
from rich.console import Console

from reviewer.domain.report import Boundary, Report, ReportedFile, Signal
from reviewer.render.terminal.text import to_text
from reviewer.render.terminal.width import PIPE, Terminal
from tests.reviewer.render.attacks import hostile
from tests.reviewer.render.reports import LOST, NOTE, QUIET, RICH, SMALL

NARROW, WIDE = Terminal(80, "none"), Terminal(140, "none")
COLOURED = Terminal(140, "standard")
ESCAPE = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("terminal", (PIPE, NARROW, WIDE))
def test_nothing_found_is_one_line(terminal: Terminal) -> None:
    text = to_text(QUIET, terminal)
    assert text.count("\n") == 1
    assert text.startswith("Holdfast: nothing found")


def test_a_small_report_in_a_pipe() -> None:
    assert to_text(SMALL, PIPE) == snapshot("""\
Holdfast: 1 risk    head 9f3c2a1 · base 77ab0e4
Passes with warnings

risk     list endpoint without a limit
  shop/list.py:3 · queries/unbounded-list · warn, medium
  One request can load the whole table.
  Clear it: fix

holdfast checks show ID explains a finding's check.
2 changed files in 0.12 s
""")


def test_everything_on_a_narrow_terminal() -> None:
    assert to_text(RICH, NARROW) == snapshot("""\
Holdfast: 1 guard lost · 2 risks · 2 boundaries to sign · 1 note · 1 suppressed
· 1 file not looked at
head 9f3c2a1 · base 77ab0e4
Blocked: 1 finding has to be fixed
Needs: 1 of @acme/db, ana for migrations · anyone with write access for tenancy
.github/holdfast.yml:3:1: unknown key 'exclud' (did you mean 'exclude'?)

risk     NOT NULL on orders.ref while old readers still run
  db/0042_ref.py:18 · migrations/not-null-added · block, blocker
  now  db/0042_ref.py:18
  18 null=False,
  Writes of the old version fail from the moment of the migration.
  Clear it: fix

lost     tenant filter removed from OrderView.get_queryset
  orders/views.py:41 (base) · tenancy/tenant-filter-removed · sign-off, high
  was  orders/views.py:41-42 (base)
  41 return Order.objects.filter(
  42     organization=self.request.organization)
  now  orders/views.py:39
  39 return Order.objects.all()
  nearest example  invoices/views.py:12
  12 return Invoice.objects.filter(organization=org)
  Every caller can read the orders of every organization.
  suggested for line 39
  39 return Order.objects.filter(
  40     organization=self.request.organization)
  Clear it: apply the suggestion · restore · sign tenancy

risk     list endpoint without a limit
  shop/list.py:3 · queries/unbounded-list · warn, medium
  One request can load the whole table.
  Clear it: fix

moved    login_required moved from ship to its router
  shop/api.py:7 (base) · auth/authentication-removed · note, low
  The router covers it now.

To sign
  migrations: open, 1 finding in db/0042_ref.py
  tenancy: changed since it was signed, 1 finding in orders/views.py

Signed
  auth: carried over, unchanged since it was signed by ana, guarded code touched
  in shop/api.py

Constraints
  violated: 1 commission (C-07)

Suppressed in the code
  shop/api.py:30: login_required removed from health (public by design, until
  2030-01-01)

Not looked at
  gen/schema.py: does not parse: line 3: invalid syntax

Traces of an agent
  claude-code (co-author: Claude <noreply@anthropic.com>)

holdfast checks show ID explains a finding's check.
Not looked at, and not yours to review: `exclude` it in `.github/holdfast.yml`.
6 changed files in 0.12 s
""")


def test_before_and_after_stand_beside_each_other_on_a_wide_terminal() -> None:
    lines = to_text(RICH, WIDE).splitlines()
    (pair,) = [line for line in lines if "41 return Order.objects.filter(" in line]
    assert "│ 39 return Order.objects.all()" in pair
    assert not [line for line in to_text(RICH, NARROW).splitlines() if "│" in line]


@pytest.mark.parametrize("terminal", (NARROW, WIDE, Terminal(40, "none"), Terminal(20, "none")))
def test_no_line_is_wider_than_the_terminal(terminal: Terminal) -> None:
    assert terminal.width is not None
    assert all(cell_len(line) <= terminal.width for line in to_text(RICH, terminal).splitlines())


def test_a_pipe_gets_whole_lines_without_an_escape() -> None:
    long = replace(LOST, title="tenant filter " * 9, message="word " * 200)
    text = to_text(replace(RICH, findings=(long,)), PIPE)
    assert f"  {'word ' * 199}word\n" in text
    assert "\x1b" not in text


def test_colours_add_nothing_but_colours() -> None:
    assert "\x1b" in to_text(RICH, COLOURED)
    assert [line.rstrip() for line in ESCAPE.sub("", to_text(RICH, COLOURED)).splitlines()] == [
        line.rstrip() for line in to_text(RICH, WIDE).splitlines()
    ]


def test_code_is_highlighted_only_in_colours() -> None:
    plain, coloured = to_text(RICH, WIDE), to_text(RICH, COLOURED)
    (line,) = [line for line in coloured.splitlines() if "Order.objects.all()" in line and "39" in line and "│" in line]
    assert len(ESCAPE.findall(line)) > 6
    assert "\x1b" not in plain


@pytest.mark.parametrize(
    ("console", "terminal"),
    (
        (Console(file=StringIO(), _environ={}), PIPE),
        (Console(file=StringIO(), _environ={"COLUMNS": "70"}), PIPE),
        (
            Console(file=StringIO(), force_terminal=True, width=90, _environ={"NO_COLOR": "1", "TERM": "xterm"}),
            Terminal(90, "none"),
        ),
        (Console(file=StringIO(), force_terminal=True, _environ={"TERM": "dumb"}), Terminal(80, "none")),
        (
            Console(file=StringIO(), force_terminal=True, width=90, _environ={"TERM": "xterm-256color"}),
            Terminal(90, "256"),
        ),
    ),
    ids=("a file", "a file with COLUMNS", "NO_COLOR", "dumb", "256 colours"),
)
def test_a_console_says_what_it_can(console: Console, terminal: Terminal) -> None:
    assert Terminal.of(console) == terminal


def hostile_report(text: str) -> Report:
    evidence = tuple(replace(it, snippet=text, label=text, path=text) for it in LOST.evidence)
    finding = replace(LOST, title=text, message=text, path=text, symbol=text, check=text, evidence=evidence)
    boundary = Boundary(NOTE.area, text, (text,), (), 1, (text,), (text,), "open")
    return replace(
        RICH,
        findings=(finding,),
        files=(ReportedFile(text, text, "modified", (), text),),
        boundaries=(boundary,),
        authorship=replace(RICH.authorship, signals=(Signal("trailer", text),)),
        notes=(text,),
    )


@given(hostile)
@example("\x1b]0;title\x07\x1b[2J")
@example("\x9b31m")
@example("[bold]markup[/bold] :smile: [link=https://evil.example]x[/link]")
def test_foreign_text_sends_nothing_to_the_terminal(text: str) -> None:
    for terminal in (PIPE, NARROW, WIDE, COLOURED):
        shown = ESCAPE.sub("", to_text(hostile_report(text), terminal))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "[bold]" not in text or "[bold]markup[/bold]" in to_text(hostile_report(text), PIPE)


def test_long_snippets_and_lists_are_cut_and_counted() -> None:
    evidence = replace(LOST.evidence[0], snippet="\n".join(f"line {n}" for n in range(50)))
    finding = replace(LOST, evidence=(evidence,), suggestion=None)
    files = tuple(ReportedFile(f"f{n}.py", None, "modified", (), "does not parse") for n in range(30))
    text = to_text(replace(RICH, findings=(finding,), files=files), PIPE)
    assert "line 11\n" in text
    assert "line 12" not in text
    assert "38 more lines" in text
    assert "and 20 more; --format json lists all" in text


def test_notes_are_said_even_when_nothing_was_found() -> None:
    text = to_text(replace(QUIET, notes=("On the default branch: its last change is reviewed.",)), PIPE)
    assert "On the default branch: its last change is reviewed." in text
    assert "Passes" in text
