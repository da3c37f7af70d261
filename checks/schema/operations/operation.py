"""What every operation of a migration has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.schema.place import Place


class Effect(StrEnum):
    """Which half of the truth an operation moves (Django's SeparateDatabaseAndState)."""

    BOTH = "both"
    DATABASE = "database"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction that operations share.

    Attributes:
        number: operations of one script with the same number share it.
        sure: False when it depends on a tool nobody named.
        written: whether the file itself says BEGIN.
    """

    number: int
    sure: bool = True
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What every operation has.

    Attributes:
        said: the words of the file: "migrations.AddIndex", "op.create_index", "CREATE INDEX".
        transaction: None when it runs outside any.
        implied: whether it follows from another operation at the same place (a foreign key's index).
        engines: the engines it is limited to by the code around it; empty is all.
        conditional: whether it stands in a branch or loop, or tests first whether it is needed.
    """

    place: Place
    said: str
    transaction: Transaction | None = None
    effect: Effect = Effect.BOTH
    implied: bool = False
    engines: frozenset[str] = frozenset()
    conditional: bool = False
