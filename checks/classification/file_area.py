"""The answer: one area of one changed file, with its reason; and how foreign words are quoted in it."""

from __future__ import annotations

from msgspec import Struct

from checks.kit import Area

_LONGEST_QUOTE = 60


class FileArea(Struct, frozen=True):
    """One area that a change touches.

    Attributes:
        reason: one clause that a person understands; words of the file stand in backticks.
        confidence: 0..1, how sure it is that the change, and not only the file, belongs here.
    """

    area: Area
    reason: str
    confidence: float


def quoted(text: str) -> str:
    """Words of the file in backticks: one line, no backtick inside, at most 60 characters."""
    line = " ".join(text.replace("`", "'").split())
    printable = "".join(char if char.isprintable() else "?" for char in line)
    return f"`{printable if len(printable) <= _LONGEST_QUOTE else printable[: _LONGEST_QUOTE - 1] + '…'}`"


def strongest(found: list[FileArea]) -> tuple[FileArea, ...]:
    """One entry per area, the surest; areas in the order of the contract."""
    best: dict[Area, FileArea] = {}
    for entry in found:
        if entry.area not in best or entry.confidence > best[entry.area].confidence:
            best[entry.area] = entry
    return tuple(best[area] for area in Area if area in best)
