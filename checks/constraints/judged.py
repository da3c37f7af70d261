"""What became of one constraint in one change."""

from __future__ import annotations

from msgspec import Struct

from checks.constraints.constraint import Constraint
from checks.kit import Hit


class Edited(Struct, frozen=True):
    """Code that a person has to look at: `base` and `head` are its text on both sides, "" where there is none."""

    path: str
    symbol: str
    base: str
    head: str


class Judged(Struct, frozen=True):
    """The answer of a constraint.

    Attributes:
        applies: whether the change holds anything that the constraint speaks of.
        hits: where it does not hold.
        edited: what enters the content hash of its area's boundary beside the hits.
        notes: what a reader should know about the judgement itself, sentences.
    """

    constraint: Constraint
    applies: bool
    hits: tuple[Hit, ...] = ()
    edited: tuple[Edited, ...] = ()
    notes: tuple[str, ...] = ()
