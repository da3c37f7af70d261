"""The lines of a patch on which GitHub accepts a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk, PatchSet

from checks.kit import Side

_FILE = "--- a/file\n+++ b/file\n"
Range = tuple[int, int]
"""First and last line, both included."""


class CommentableLines:
    """Runs of lines of one file: RIGHT = added and context, LEFT = removed and context, hunk by hunk."""

    def __init__(self, runs: dict[Side, list[Range]]) -> None:
        """Takes the runs in the order of the hunks."""
        self._runs = runs

    def holds(self, side: Side, start: int, end: int) -> bool:
        """Whether a comment may span exactly these lines: all within one hunk."""
        return any(first <= start and end <= last for first, last in self._runs[side])

    def clipped(self, side: Side, start: int, end: int) -> Range | None:
        """The longest part of these lines that a comment may span; None if there is none."""
        parts = [(max(start, first), min(end, last)) for first, last in self._runs[side]]
        parts = [part for part in parts if part[0] <= part[1]]
        return max(parts, key=lambda part: (part[1] - part[0], -part[0]), default=None)


def commentable_lines(patch: str | None) -> CommentableLines:
    """What GitHub's `patch` of one file allows; nothing without a patch, or if it cannot be read."""
    runs: defaultdict[Side, list[Range]] = defaultdict(list)
    for hunk in _hunks(patch or ""):
        for side, numbers in ((Side.LEFT, _left(hunk)), (Side.RIGHT, _right(hunk))):
            if numbers:
                runs[side].append((min(numbers), max(numbers)))
    return CommentableLines(runs)


def _hunks(patch: str) -> Iterable[Hunk]:
    try:
        # Split at line feeds only: a form feed or a U+2028 inside a line ends no line for git.
        files = PatchSet(line + "\n" for line in (_FILE + patch).removesuffix("\n").split("\n"))
    except UnidiffParseError:
        return ()
    return [hunk for file in files for hunk in file]


def _left(hunk: Hunk) -> list[int]:
    return [line.source_line_no for line in hunk if line.source_line_no is not None and not line.is_added]


def _right(hunk: Hunk) -> list[int]:
    return [line.target_line_no for line in hunk if line.target_line_no is not None and not line.is_removed]
