"""The words of every finding of a constraint: its id and sentence first, the fact and the reason below."""

from __future__ import annotations

from msgspec import Struct

from checks.constraints.constraint import Constraint
from checks.kit import Evidence, Hit, Kind, Span

_LONGEST_TITLE = 120


class Violation(Struct, frozen=True):
    """One place where a constraint does not hold.

    Attributes:
        what: the fact, one sentence.
        fact: its stable part, for the fingerprint.
        symbol: qualified name of the unit, None at module level.
        confidence: 0..1.
    """

    kind: Kind
    span: Span
    symbol: str | None
    what: str
    fact: str
    evidence: tuple[Evidence, ...]
    confidence: float = 0.95


def said(constraint: Constraint, violation: Violation) -> Hit:
    """The hit: what the repository demands, what stands there instead, and why it demands it."""
    return Hit(
        kind=violation.kind,
        span=violation.span,
        symbol=violation.symbol,
        fact=violation.fact,
        title=_title(constraint),
        message=" ".join((violation.what, *_reason(constraint))),
        confidence=violation.confidence,
        severity=constraint.severity,
        evidence=violation.evidence,
    )


def _title(constraint: Constraint) -> str:
    title = f"{constraint.id}: {' '.join(constraint.says.split()).rstrip('.')}"
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _reason(constraint: Constraint) -> tuple[str, ...]:
    because = " ".join(constraint.because.split()).rstrip(".")
    parts = (f"Because: {because}." if because else "", f"Owner: {constraint.owner}." if constraint.owner else "")
    return tuple(part for part in parts if part)
