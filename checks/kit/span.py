"""A place in one side of one file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which version of the file a line number counts in (GitHub's words)."""

    LEFT = "LEFT"  # the base file
    RIGHT = "RIGHT"  # the head file


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `start_line` to `end_line`, both 1-based and included, of `path` on `side`."""

    side: Side
    path: str
    start_line: int
    end_line: int
