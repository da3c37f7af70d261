"""Which lines differ between two texts: computed here, so that a laptop and the App agree."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_LARGEST_EXACT = 4_000  # lines of the differing middle; above it a block is compared as a whole


class Hunk(Struct, frozen=True):
    """Base lines [base_start, base_end) became head lines [head_start, head_end), 1-based."""

    base_start: int
    base_end: int
    head_start: int
    head_end: int


def hunks(base: Sequence[str], head: Sequence[str]) -> tuple[Hunk, ...]:
    """The differing runs of lines, in order.

    Equal beginnings and ends are cut off first, so that the cost follows the size of the change.
    """
    start = 0
    shorter = min(len(base), len(head))
    while start < shorter and base[start] == head[start]:
        start += 1
    end = 0
    while end < shorter - start and base[-1 - end] == head[-1 - end]:
        end += 1
    old, new = base[start : len(base) - end], head[start : len(head) - end]
    if not old and not new:
        return ()
    if min(len(old), len(new)) > _LARGEST_EXACT:
        return (Hunk(start + 1, start + 1 + len(old), start + 1, start + 1 + len(new)),)
    matcher = SequenceMatcher(None, old, new)
    return tuple(
        Hunk(start + 1 + i1, start + 1 + i2, start + 1 + j1, start + 1 + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )
