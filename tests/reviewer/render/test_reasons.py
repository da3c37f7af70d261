"""The tree of reasons says what the verdict says, for every review there could be, and names what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from checks.kit import Area
from reviewer.domain.report import Boundary, Report
from reviewer.domain.signoff.records import Bypassed
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.domain.verdict import with_signing
from reviewer.render.reasons import VERDICT_OF, Reason, reasons
from tests.people import MOMENT, account, given, signer
from tests.reviewer.render.reports import HUSHED, LOST, NOTE, QUIET, RICH, RISK, WARNING

BOUNDARY = Boundary(Area.AUTH, "h" * 64, ("a.py",), (LOST.fingerprint,), 1, ("@acme/sec",), (), "open")
OPEN = AreaState(BOUNDARY, Missing(1, ("@acme/sec",)), ())
SIGNED = AreaState(
    replace(BOUNDARY, area=Area.TENANCY, status="signed", signoffs=("bo",)),
    None,
    (SignOffState(given(signer("bo")), "signed"),),
)
VOID = replace(
    OPEN,
    boundary=replace(BOUNDARY, area=Area.MONEY, status="void"),
    states=(SignOffState(given(signer("cy")), "void", "pay changed"),),
)
BYPASS = Bypassed("a" * 40, account("dee"), "incident 4711", MOMENT)
Mode = Literal["gate", "observe"]


def settlement(report: Report, signing: Signing, mode: Mode = "gate", *, config_ok: bool = True) -> Settlement:
    return Settlement(
        with_signing(report, signing, config_ok=config_ok, mode=mode).verdict, signing, mode, config_ok=config_ok
    )


def lines(reason: Reason) -> Iterator[str]:
    yield f"{reason.outcome}: {reason.says}"
    for one in reason.because:
        yield from lines(one)


@for_all(
    findings=st.lists(st.sampled_from([LOST, RISK, WARNING, NOTE, HUSHED]), unique_by=lambda it: it.fingerprint),
    areas=st.lists(st.sampled_from([OPEN, SIGNED, VOID]), unique_by=lambda it: it.boundary.area),
    bypass=st.sampled_from([None, BYPASS]),
    complete=st.booleans(),
    config_ok=st.booleans(),
    mode=st.sampled_from(["gate", "observe"]),
)
def test_its_root_is_the_verdict(
    findings: list[object],
    areas: list[AreaState],
    bypass: Bypassed | None,
    *,
    complete: bool,
    config_ok: bool,
    mode: Mode,
) -> None:
    found = tuple(it for it in (LOST, RISK, WARNING, NOTE, HUSHED) if it in findings)
    report = replace(QUIET, findings=found, complete=complete)
    settled = settlement(report, Signing(tuple(areas), bypass=bypass), mode, config_ok=config_ok)
    assert VERDICT_OF[reasons(report, settled).outcome] == settled.verdict


def test_nothing_found_is_three_times_good() -> None:
    tree = reasons(QUIET, settlement(QUIET, Signing()))
    assert list(lines(tree)) == [
        "passes: Passes",
        "passes: No finding blocks",
        "passes: No boundary asks for a sign-off",
        "passes: Everything that could hide a boundary was looked at",
    ]


def test_a_boundary_says_what_it_needs_and_what_it_is_about() -> None:
    report = replace(QUIET, findings=(LOST,))
    said = list(lines(reasons(report, settlement(report, Signing((OPEN, SIGNED, VOID))))))
    assert said[2:] == [
        "asks: 2 boundaries wait for a sign-off",
        "asks: auth is open",
        "asks: needs 1 of @acme/sec",
        "tells: 1 finding in 1 file",
        f"tells: lost: {LOST.title} (orders/views.py:41)",
        "passes: tenancy is signed: bo",
        "tells: 1 finding in 1 file",
        f"tells: lost: {LOST.title} (orders/views.py:41)",
        "passes: bo by comment: signed",
        "asks: money is void",
        "asks: needs 1 of @acme/sec",
        "tells: 1 finding in 1 file",
        f"tells: lost: {LOST.title} (orders/views.py:41)",
        "tells: cy by comment: void, pay changed",
        "passes: Everything that could hide a boundary was looked at",
    ]


def test_what_blocks_is_named_and_what_is_suppressed_is_not() -> None:
    report = replace(QUIET, findings=(RISK, HUSHED, NOTE))
    said = list(lines(reasons(report, settlement(report, Signing()))))
    assert said[:3] == [
        "blocks: Blocked",
        "blocks: 1 finding to be fixed",
        f"blocks: risk: {RISK.title} (db/0042_ref.py:18)",
    ]
    assert not any(HUSHED.title in line or NOTE.title in line for line in said)


def test_a_bypass_is_the_root_and_hides_nothing() -> None:
    report = replace(QUIET, findings=(RISK,))
    said = list(lines(reasons(report, settlement(report, Signing((OPEN,), bypass=BYPASS)))))
    assert said[0] == "passes: Bypassed by dee: incident 4711"
    assert "blocks: 1 finding to be fixed" in said
    assert "asks: auth is open" in said


def test_observing_says_what_a_gate_would_say() -> None:
    report = replace(QUIET, findings=(RISK,))
    tree = reasons(report, settlement(report, Signing(), "observe"))
    assert (tree.outcome, tree.says) == ("warns", "Only observed (mode: observe); as a gate it would say: Blocked")


@pytest.mark.parametrize("count", [1, 20, 25])
def test_files_that_nobody_looked_at_are_named_and_the_rest_counted(count: int) -> None:
    skipped = tuple(replace(RICH.files[4], path=f"gen/{n}.py") for n in range(count))
    report = replace(QUIET, complete=False, files=skipped)
    said = [line for line in lines(reasons(report, settlement(report, Signing()))) if "gen/" in line or "more" in line]
    assert len(said) == min(count, 20) + (count > 20)
    assert said[0] == "asks: gen/0.py: does not parse: line 3: invalid syntax"
    assert (said[-1] == f"asks: and {count - 20} more") == (count > 20)


def test_a_broken_configuration_asks() -> None:
    report = replace(QUIET, notes=(".github/holdfast.yml:3:1: unknown key",))
    said = list(lines(reasons(report, settlement(report, Signing(), config_ok=False))))
    assert said[0] == "asks: Needs a human"
    assert said[-1] == "tells: .github/holdfast.yml:3:1: unknown key"
