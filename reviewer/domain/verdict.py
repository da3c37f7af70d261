"""The verdict: what the findings, open boundaries and gaps of a review add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from checks.kit import Action
from reviewer.domain.report import Boundary, Finding, Report, Verdict
from reviewer.domain.signoff.state import Signing


def verdict(
    findings: Iterable[Finding],
    boundaries: Iterable[Boundary],
    *,
    complete: bool,
    config_ok: bool,
    mode: Literal["gate", "observe"] = "gate",
) -> Verdict:
    """A block fails; an open sign-off, a gap or a broken configuration asks; a warning is neutral.

    In `observe` mode nothing holds a merge: whatever is not plain success is neutral.
    """
    strict = _strict(findings, boundaries, complete=complete, config_ok=config_ok)
    return "neutral" if mode == "observe" and strict != "success" else strict


def _strict(findings: Iterable[Finding], boundaries: Iterable[Boundary], *, complete: bool, config_ok: bool) -> Verdict:
    actions = {finding.action for finding in findings if finding.suppressed is None}
    if Action.BLOCK in actions:
        return "failure"
    waiting = any(b.required_signoffs > 0 and b.status in {"open", "void"} for b in boundaries)
    if waiting or not complete or not config_ok:
        return "action_required"
    return "neutral" if Action.WARN in actions else "success"


def with_signing(report: Report, signing: Signing, *, config_ok: bool, mode: Literal["gate", "observe"]) -> Report:
    """The report with what became of its boundaries, and the verdict that follows; a bypass lets all of it pass."""
    settled = tuple(state.boundary for state in signing.areas)
    decided = verdict(report.findings, settled, complete=report.complete, config_ok=config_ok, mode=mode)
    return replace(report, boundaries=settled, verdict="success" if signing.bypass is not None else decided)
