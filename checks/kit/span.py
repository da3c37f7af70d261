"""A place in one side of one file."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Side(StrEnum):
    """Which version of the file a line number counts in (GitHub's words)."""

    LEFT = "LEFT"  # the base file
    RIGHT = "RIGHT"  # the head file


class Span(Struct, frozen=True):
    """Lines `start_line` to `end_line`, both 1-based and included, of `path` on `side`."""

    side: Side
    path: str
    start_line: int
    end_line: int
