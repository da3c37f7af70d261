"""One line of the ledger: a guard of the base and what became of it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from checks.kit import Change
from checks.ledger.guard import Guard
from checks.ledger.unit import Unit


class Verdict(StrEnum):
    """What became of a guard; kept guards and guards gone with their code are no entries."""

    LOST = "lost"
    WEAKENED = "weakened"
    CHANGED = "changed"
    MOVED = "moved"


class Entry(Struct, frozen=True):
    """A verdict with its evidence.

    Attributes:
        change: the changed file in which the guard stood.
        base: the unit that had it; `head` the unit that stands there now.
        confidence: 0..1.
        cover: for changed and moved: the guard that stands in its place.
        cover_unit: where `cover` stands.
        proven: whether the cover is on the way to the same code.
        others: entries of other units that lost the same guard, when they are one migration.
    """

    verdict: Verdict
    change: Change
    guard: Guard
    base: Unit
    head: Unit
    confidence: float
    cover: Guard | None = None
    cover_unit: Unit | None = None
    proven: bool = False
    others: tuple[Entry, ...] = ()
