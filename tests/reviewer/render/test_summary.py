"""What all formats for people say: counts, who can unblock, and how to clear a finding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.kit import Action, Area, Kind
from reviewer.domain.report import Boundary, Finding, Report, Verdict, unseen
from reviewer.render.summary import headline, is_quiet, needs, reason, to_sign, ways_to_clear
from tests.reviewer.render.reports import HUSHED, LOST, NOTE, QUIET, RICH, RISK, SMALL, WARNING


def boundary(area: Area, eligible: tuple[str, ...], *, required: int = 1, signed: tuple[str, ...] = ()) -> Boundary:
    return Boundary(area, "00", (), (), required, eligible, signed, "open")


@pytest.mark.parametrize(
    ("report", "says"),
    (
        (QUIET, "nothing found"),
        (SMALL, "1 risk"),
        (replace(SMALL, findings=(LOST, LOST, NOTE)), "2 guards lost · 1 note"),
        (replace(SMALL, findings=(HUSHED,)), "1 suppressed"),
        (replace(QUIET, complete=False, files=()), "incomplete"),
        (
            RICH,
            "1 guard lost · 2 risks · 2 boundaries to sign · 1 note · 1 suppressed · 1 file not looked at",
        ),
    ),
)
def test_the_headline_counts(report: Report, says: str) -> None:
    assert headline(report) == says


@pytest.mark.parametrize(
    "report",
    (SMALL, RICH, replace(QUIET, complete=False), replace(QUIET, notes=("x",)), replace(SMALL, findings=(HUSHED,))),
)
def test_a_report_with_anything_to_say_is_not_quiet(report: Report) -> None:
    assert is_quiet(QUIET)
    assert not is_quiet(report)


def test_people_who_can_sign_several_boundaries_are_named_once() -> None:
    asked = (
        boundary(Area.AUTH, ("anyone with write access",)),
        boundary(Area.TENANCY, ("anyone with write access",)),
        boundary(Area.MIGRATIONS, ("@acme/db", "ana"), required=2, signed=("bo",)),
        boundary(Area.MONEY, ("anyone with admin access",), required=2),
        boundary(Area.SCHEMA, ()),
    )
    assert needs(asked, lambda name: f"<{name}>") == (
        "anyone with write access for auth, tenancy"
        " · 1 of <@acme/db>, <ana> for migrations"
        " · 2 people with admin access for money"
        " · somebody, but nobody is eligible, for schema"
    )


def test_only_open_and_void_boundaries_wait_for_somebody() -> None:
    assert [it.status for it in to_sign(RICH)] == ["open", "void"]
    assert not to_sign(replace(RICH, boundaries=(boundary(Area.AUTH, (), required=0),)))


@pytest.mark.parametrize(
    ("finding", "ways"),
    (
        (LOST, ("apply the suggestion", "restore", "sign tenancy")),
        (RISK, ("fix",)),
        (WARNING, ("fix",)),
        (NOTE, ()),
        (replace(LOST, suggestion=None, kind=Kind.CHANGED), ("revert", "sign tenancy")),
        (replace(RISK, kind=Kind.MISSING, action=Action.WARN), ("add it",)),
    ),
)
def test_a_finding_names_only_the_ways_that_clear_it(finding: Finding, ways: tuple[str, ...]) -> None:
    assert ways_to_clear(finding) == ways


@pytest.mark.parametrize(
    ("verdict", "report", "why"),
    (
        ("success", QUIET, ""),
        ("neutral", SMALL, ""),
        ("failure", RICH, "1 finding has to be fixed"),
        ("action_required", RICH, "2 boundaries wait for a sign-off"),
        ("action_required", replace(RICH, boundaries=()), "not everything could be looked at"),
        ("action_required", QUIET, "the configuration cannot be used"),
    ),
)
def test_the_verdict_has_a_reason(verdict: Verdict, report: Report, why: str) -> None:
    assert reason(replace(report, verdict=verdict)) == why


def test_a_gap_is_named_only_where_a_boundary_could_hide() -> None:
    assert [file.path for file in unseen(RICH)] == ["gen/schema.py"]
    assert unseen(QUIET) == ()
