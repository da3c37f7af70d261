"""Where an operation is written."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from checks.kit import Side, Span


class Place(Struct, frozen=True):
    """Lines for people and columns for edits; the reader does not know which side its file is on.

    Attributes:
        start_line: 1-based; `end_line` is included.
        start_column: code points before the first character of the operation in its first line.
        end_column: code points before the first character behind it in its last line; equal to
            `start_column` on the same line when only the lines are known.
    """

    path: str
    start_line: int
    end_line: int
    start_column: int = 0
    end_column: int = 0

    def on(self, side: Side) -> Span:
        """The span on one side of the pull request."""
        return Span(side, self.path, self.start_line, self.end_line)

    @property
    def exact(self) -> bool:
        """Whether the columns are known, so that an edit may use them."""
        return (self.start_line, self.start_column) < (self.end_line, self.end_column)


NOWHERE: Final = Place("", 1, 1)
