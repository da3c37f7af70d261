"""Cycles as they are read back: what the sums are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from reviewer.domain.decay.cycle import Outcome, Tally


class RecordedCycle(Struct, frozen=True):
    """One push of one pull request, by its newest review.

    Attributes:
        repository: "owner/name" as the delivery spelled it.
        push: its number in the pull request, from 1.
        at: UTC, when it was first reviewed.
    """

    repository_id: int
    repository: str
    number: int
    push: int
    head_sha: str
    at: datetime
    agent: str | None
    backend: bool
    frontend: bool
    complete: bool
    tallies: tuple[Tally, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def kept(self) -> int:
        """Places where a rule was kept."""
        return sum(tally.kept for tally in self.tallies)

    @property
    def lost(self) -> int:
        """Places where this very push broke a rule."""
        return sum(tally.lost for tally in self.tallies)

    @property
    def still_lost(self) -> int:
        """Places that an earlier push broke, and nobody mended."""
        return sum(tally.still_lost for tally in self.tallies)

    @property
    def restored(self) -> int:
        """Places that an earlier push broke and this one mends."""
        return sum(tally.restored for tally in self.tallies)


class History(Struct, frozen=True):
    """The cycles of a repository within a time, oldest first.

    Attributes:
        cut_off: whether older ones of that time are left out, as there are too many.
    """

    cycles: Sequence[RecordedCycle]
    cut_off: bool = False
