"""From places in SQL text to places in the file that holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from checks.schema.place import Place

Locate = Callable[[int, int], Place]
"""Where code points [start, end) of an SQL text stand in the file."""


class Positions:
    """Offsets of one text: the parser counts bytes, people count lines and columns."""

    def __init__(self, text: str) -> None:
        """Computes nothing before somebody asks."""
        self.text = text

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(at + 1 for at, letter in enumerate(self.text) if letter == "\n")]

    @cached_property
    def _bytes(self) -> list[int] | None:
        """Byte offset of every code point; None when both are the same."""
        if self.text.isascii():
            return None
        offsets, total = [0], 0
        for letter in self.text:
            total += len(letter.encode("utf-8", "surrogatepass"))
            offsets.append(total)
        return offsets

    def code_point(self, byte: int) -> int:
        """The code point that starts at a byte."""
        return byte if self._bytes is None else max(0, bisect_right(self._bytes, byte) - 1)

    def line_and_column(self, at: int) -> tuple[int, int]:
        """1-based line and 0-based column of a code point."""
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1]


def in_file(path: str, text: str) -> Locate:
    """For text that is the file itself."""
    positions = Positions(text)

    def locate(start: int, end: int) -> Place:
        start_line, start_column = positions.line_and_column(start)
        end_line, end_column = positions.line_and_column(max(start, end))
        return Place(path, start_line, end_line, start_column, end_column)

    return locate
