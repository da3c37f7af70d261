"""Hits about a migration as a whole: its place in the history, its way back."""

from __future__ import annotations

from checks.kit import Action, Hit, Kind, Severity, Side, Span
from checks.migrations._hit import Words, shortened
from checks.schema.migration import Framework
from checks.schema.state.steps import Run

_SEVERITY = {
    Action.BLOCK: Severity.BLOCKER,
    Action.SIGN_OFF: Severity.HIGH,
    Action.WARN: Severity.MEDIUM,
    Action.NOTE: Severity.LOW,
}


def hit_whole(
    run: Run,
    words: Words,
    action: Action,
    *,
    confidence: float = 0.85,
    codes: tuple[str, ...] = (),
    kind: Kind = Kind.INTRODUCED,
) -> Hit:
    """A hit at the head of a migration: its class, its upgrade function, the first line of SQL."""
    migration = run.migration
    line = 1 if migration.framework is Framework.SQL else migration.place.start_line
    return Hit(
        kind=kind,
        span=Span(Side.RIGHT, migration.path, line, line),
        symbol=None,
        fact=words.fact,
        title=shortened(words.title),
        message=words.message,
        confidence=confidence,
        severity=_SEVERITY[action],
        action=action,
        codes=codes,
    )
