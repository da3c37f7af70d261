"""What became of the repository's constraints in one change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from checks.constraints import Constraint
from reviewer.domain.report import ConstraintResult, Finding

Became = Literal["kept", "violated", "not-applicable"]


def constraint_results(
    constraints: Iterable[Constraint], findings: Iterable[Finding], applied: Collection[str]
) -> tuple[ConstraintResult, ...]:
    """Each constraint once, in the order of the registry; a suppressed violation is one all the same."""
    violated = {finding.check for finding in findings}
    return tuple(ConstraintResult(it.id, it.kind, _became(it.rule, violated, applied)) for it in constraints)


def _became(rule: str, violated: Collection[str], applied: Collection[str]) -> Became:
    if rule in violated:
        return "violated"
    return "kept" if rule in applied else "not-applicable"
