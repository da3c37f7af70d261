"""Hits of migration checks: the place, the words and how loud."""

from __future__ import annotations

from msgspec import Struct

from checks.kit import Action, Evidence, Hit, Kind, Severity, Side
from checks.migrations._case import Case
from checks.schema.migration import Framework
from checks.schema.names import readable
from checks.schema.operations import Operation

_LOUDER = (Action.NOTE, Action.WARN, Action.SIGN_OFF, Action.BLOCK)
_SEVERITY = {
    Action.BLOCK: Severity.BLOCKER,
    Action.SIGN_OFF: Severity.HIGH,
    Action.WARN: Severity.MEDIUM,
    Action.NOTE: Severity.LOW,
}
_TITLE = 120


class Words(Struct, frozen=True):
    """What a hit says.

    Attributes:
        fact: the stable part: table, column, what; no line numbers.
        title: one line, what the migration does.
        harm: one or two sentences on what happens in production.
        instead: how to do it; several steps are numbered.
    """

    fact: str
    title: str
    harm: str
    instead: str = ""

    @property
    def message(self) -> str:
        """Harm and way out."""
        return f"{self.harm} {self.instead}".strip()


def hit(
    case: Case,
    words: Words,
    action: Action,
    *,
    confidence: float = 0.9,
    codes: tuple[str, ...] = (),
    kind: Kind = Kind.INTRODUCED,
) -> Hit:
    """A hit at the operation of a case; a suggestion or evidence is added by `replace`."""
    unsure = case.operation.conditional
    return Hit(
        kind=kind,
        span=case.operation.place.on(Side.RIGHT),
        symbol=symbol_of(case),
        fact=words.fact,
        title=shortened(words.title),
        message=readable(words.message),
        confidence=round(confidence * (0.95 if unsure else 1), 3),
        severity=_SEVERITY[action],
        action=action,
        codes=codes,
    )


def shortened(title: str) -> str:
    """A title that fits one line."""
    plain = readable(" ".join(title.split()))
    return plain if len(plain) <= _TITLE else f"{plain[: _TITLE - 1]}…"


def symbol_of(case: Case) -> str | None:
    """The unit of the file: the migration class, the direction's function, nothing in SQL."""
    match case.run.migration.framework:
        case Framework.DJANGO:
            return "Migration"
        case Framework.ALEMBIC:
            return "upgrade"
        case Framework.SQL:
            return None


def lowered(action: Action, steps: int = 1) -> Action:
    """The action, that many steps quieter; never below a note."""
    return _LOUDER[max(0, _LOUDER.index(action) - steps)]


def by_lock(case: Case) -> Action:
    """How loud a lock that is held for the length of the table is.

    A table that is configured as large, huge or hot blocks, one of unknown size asks for someone who
    knows it, a small one is a note.
    """
    match case.size:
        case "small":
            return Action.NOTE
        case "large" | "huge" | "hot":
            return Action.BLOCK
        case _:
            return Action.SIGN_OFF


def place_evidence(case: Case, operation: Operation, label: str) -> Evidence:
    """The lines of another operation of the same file."""
    source = case.change.head
    span = operation.place.on(Side.RIGHT)
    snippet = "" if source is None else source.snippet(span.start_line, span.end_line)
    return Evidence(span, snippet, label)


def columns_text(columns: tuple[str, ...]) -> str:
    """Column names for people."""
    named = [column or "an expression" for column in columns]
    return ", ".join(named) if named else "its columns"
