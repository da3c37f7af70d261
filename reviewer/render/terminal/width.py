"""What a terminal can do, as a value."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from rich.console import Console

Colours = Literal["none", "standard", "256", "truecolor"]
_KNOWN: dict[str | None, Colours] = {"standard": "standard", "256": "256", "truecolor": "truecolor"}


class Terminal(Struct, frozen=True):
    """Width and colours of where the text goes.

    Attributes:
        width: columns; None for a pipe, where no line is wrapped or shortened.
        colours: "none" also where NO_COLOR asks for it.
    """

    width: int | None
    colours: Colours

    @classmethod
    def of(cls, console: Console) -> Terminal:
        """What this console found out about itself (rich reads NO_COLOR, FORCE_COLOR, TERM and COLUMNS)."""
        if not console.is_terminal:
            return PIPE
        colours = "none" if console.no_color else _KNOWN.get(console.color_system, "none")
        return cls(console.width, colours)


PIPE = Terminal(width=None, colours="none")
"""A file, a pipe, a log: plain text, one fact per line."""
