"""What a page is made of: links that lead where they say, numbers for what is left out, no claim beyond the records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from checks.kit import Area, Side
from reviewer.domain.links import docs_url
from reviewer.domain.report import Boundary
from reviewer.domain.signoff.records import SignOffRefused
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.settlement import PullRequestRecord, ReviewedPush, Settlement
from reviewer.domain.signoff.state import AreaState, Signing
from reviewer.web.pages.addresses import Site, docs_link
from reviewer.web.pages.finding_view import SHOWN_FINDINGS
from reviewer.web.pages.views import view_of
from tests.people import MOMENT, account
from tests.reviewer.render.reports import LOST, QUIET, RICH, RISK

WEB = "https://github.com"
SITE = Site("acme/shop", WEB)
BOUNDARY = Boundary(Area.TENANCY, "cd" * 32, ("a.py",), (LOST.fingerprint,), 1, ("@acme/sec",), (), "open")
OPEN = Signing((AreaState(BOUNDARY, Missing(1, ("@acme/sec",)), ()),))


def record(*, settled: Settlement | None = None, **changed: object) -> PullRequestRecord:
    push = ReviewedPush(RICH.head, MOMENT, "failure", settled)
    return structs.replace(PullRequestRecord("acme/shop", 17, RICH, (push,), 0, ()), **changed)


def test_without_a_settlement_the_report_speaks() -> None:
    view = view_of(record(), (), WEB)
    assert [(one.area, one.status) for one in view.boundaries] == [(it.area.value, it.status) for it in RICH.boundaries]
    assert not view.pushes[0].known
    assert view.how_to_sign == "/holdfast sign-off migrations tenancy REASON"


def test_with_a_settlement_it_speaks() -> None:
    view = view_of(record(settled=Settlement("action_required", OPEN, "gate", config_ok=True)), (), WEB)
    (boundary,) = view.boundaries
    assert (boundary.area, boundary.needs) == ("tenancy", "1 of @acme/sec")
    assert [(link.words, link.url) for link in boundary.findings] == [(LOST.title, "#finding-2")]
    assert view.pushes[0].known


def test_more_findings_than_a_page_bears_are_counted_and_not_linked() -> None:
    many = tuple(replace(RISK, fingerprint=f"{number:020d}") for number in range(SHOWN_FINDINGS + 5))
    boundary = replace(BOUNDARY, findings=(many[0].fingerprint, many[-1].fingerprint))
    report = replace(QUIET, findings=many, boundaries=(boundary,))
    view = view_of(record(report=report), (), WEB)
    assert (len(view.findings), view.more_findings) == (SHOWN_FINDINGS, 5)
    assert [link.url for link in view.boundaries[0].findings] == ["#finding-1", ""]


def test_a_lost_line_is_shown_at_the_base() -> None:
    view = view_of(record(), (), WEB)
    by_side = {one.side: one.where.url for one in view.findings}
    assert f"/blob/{RICH.base}/" in by_side["base"]
    assert f"/blob/{RICH.head}/" in by_side["head"]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("a b.py", "a%20b.py"),
        ('"><script>.py', "%22%3E%3Cscript%3E.py"),
        ("a?b#c.py", "a%3Fb%23c.py"),
        ("ü.py", "%C3%BC.py"),
        ("caf\udce9.py", "caf%E9.py"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
    ],
)
def test_foreign_names_are_encoded_into_addresses(path: str, url: str) -> None:
    assert SITE.line("x", "a" * 40, path, 3).url == f"{WEB}/acme/shop/blob/{'a' * 40}/{url}#L3"


@pytest.mark.parametrize("sha", ["", "main", "a" * 39, "../x", "A" * 40, "a" * 40 + "\n"])
def test_what_is_no_commit_is_no_link(sha: str) -> None:
    assert SITE.commit(sha).url == SITE.line("x", sha, "a.py", 1).url == ""


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "https://evil.example/x.md", docs_url("a/b") + '"x', docs_url("a/b") + "?x", "//x"],
)
def test_only_our_own_documentation_is_linked(url: str) -> None:
    assert docs_link("auth/x", url).url == ""
    assert docs_link("auth/x", docs_url("auth/x")).url == docs_url("auth/x")


def test_attempts_are_told_once_and_where() -> None:
    refused = [SignOffRefused(area, "c" * 40, account("eve"), "is a bot") for area in (Area.AUTH, Area.TENANCY)]
    here = SignOffRefused(Area.AUTH, RICH.head, account("eve"), "is a bot")
    settled = Settlement("action_required", replace(OPEN, not_counted=(("eve", "is a bot"),)), "gate", config_ok=True)
    view = view_of(record(settled=settled, refused=(*refused, here)), (), WEB)
    assert [(one.who, one.why, one.at.words) for one in view.not_counted] == [
        ("eve", "is a bot", ""),
        ("eve", "is a bot", "ccccccc"),
    ]


def test_a_side_is_named_as_people_do() -> None:
    assert {one.side for one in view_of(record(), (), WEB).findings} == {"base", "head"}
    assert LOST.side is Side.LEFT
