"""What could not be looked at, and why."""

from __future__ import annotations

from msgspec import Struct


class Skip(Struct, frozen=True):
    """A changed path, or a part of the analysis, that nobody looked at.

    Attributes:
        path: the changed file; of the base for a removed one.
        reason: one clause that a person understands, without the path.
        hides_boundary: whether a boundary could hide there, so that the review is incomplete.
    """

    path: str
    reason: str
    hides_boundary: bool
