"""Reports with just the findings that a test wants, all about the pull request of `conftest`."""

from __future__ import annotations

from dataclasses import replace

from checks.kit import Action, Area, Kind, Severity, Side
from reviewer.domain.material import Material
from reviewer.domain.report import Authorship, Finding, Report, ReportedEvidence, Timing, Tool

PATH = "orders/views.py"

LOST = Finding(
    fingerprint="a" * 20,
    check="auth/authentication-removed",
    codes=("AZ01",),
    area=Area.AUTH,
    kind=Kind.LOST,
    severity=Severity.HIGH,
    confidence=0.95,
    action=Action.SIGN_OFF,
    inline=True,
    path=PATH,
    side=Side.LEFT,
    start_line=4,
    end_line=4,
    symbol="pay",
    title="authentication removed from pay",
    message="Anyone can pay any order.",
    evidence=(
        ReportedEvidence(Side.LEFT, PATH, 4, 4, "@auth.required", "was"),
        ReportedEvidence(Side.RIGHT, PATH, 4, 4, "def pay(order):", "now"),
    ),
    suggestion=None,
    docs="https://docs.invalid/auth",
    suppressed=None,
)


def lost(number: int, **changed: int | str | Side | tuple[ReportedEvidence, ...]) -> Finding:
    """Another finding of its own."""
    return replace(LOST, fingerprint=f"{number:020d}", **changed)


def report(material: Material, *findings: Finding) -> Report:
    """A finished review of the material with these findings."""
    return Report(
        version=1,
        tool=Tool("holdfast", "0.1.0"),
        base=material.revision.base,
        head=material.revision.head,
        verdict="action_required" if findings else "success",
        complete=True,
        files=(),
        findings=findings,
        boundaries=(),
        constraints=(),
        authorship=Authorship(None),
        timing=Timing(1.0, {}),
    )
