"""What a check says: a fact at a place, with its evidence on both sides."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from checks.kit.span import Span

LONGEST_TITLE: Final = 120


class Kind(StrEnum):
    """What happened to the constraint between base and head."""

    LOST = "lost"
    WEAKENED = "weakened"
    CHANGED = "changed"
    MOVED = "moved"
    INTRODUCED = "introduced"
    MISSING = "missing"


class Severity(StrEnum):
    """How much harm the fact does when it is true; says nothing about how sure it is."""

    BLOCKER = "blocker"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Action(StrEnum):
    """What a finding asks for, loudest first."""

    BLOCK = "block"
    SIGN_OFF = "sign-off"
    WARN = "warn"
    NOTE = "note"


class Evidence(Struct, frozen=True):
    """A quoted place that proves the fact: `label` says its part ("was", "now", "still here")."""

    span: Span
    snippet: str
    label: str


class Suggestion(Struct, frozen=True):
    """Head lines `start_line` to `end_line` of the hit's path replaced by `replacement`.

    `replacement` holds whole lines without the last line break. Applied, it silences the hit and
    the file still parses: a test holds every check to that.
    """

    start_line: int
    end_line: int
    replacement: str


class Hit(Struct, frozen=True):
    """One fact that a check found.

    Attributes:
        kind: what happened.
        span: where a person should look; LEFT where the guard stood, if it is gone.
        symbol: qualified name of the unit ("OrderView.get_queryset"), None at module level.
        fact: the stable part of the fingerprint: what is lost or wrong, without line numbers,
            layout or names of locals.
        title: one line, no longer than `title_of` makes it, says what is and what was.
        message: one or two sentences: the harm in operations words.
        confidence: 0..1, how sure the evidence is; severity is the check's unless given.
        severity: overrides the check's severity for this hit.
        action: lowers what the check asks for (a proven move is a note, whatever the check is).
        evidence: places on both sides.
        suggestion: a local and safe repair, if there is one.
        codes: catalogue codes of this very hit, when the check covers several.
    """

    kind: Kind
    span: Span
    symbol: str | None
    fact: str
    title: str
    message: str
    confidence: float
    severity: Severity | None = None
    action: Action | None = None
    evidence: tuple[Evidence, ...] = ()
    suggestion: Suggestion | None = None
    codes: tuple[str, ...] = ()


def title_of(text: str) -> str:
    """The text as the title of a hit: cut off with a sign where it is too long."""
    return shortened(text, LONGEST_TITLE)


def shortened(text: str, length: int) -> str:
    """At most `length` characters, cut off with a sign; a code span that is cut through is closed."""
    if len(text) <= length:
        return text
    cut = f"{text[: length - 1]}…"
    return f"{cut}`" if cut.count("`") % 2 else cut
