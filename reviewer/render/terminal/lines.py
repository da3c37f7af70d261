"""Lines of text within a width: wrapped paragraphs, and columns side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from reviewer.render.terminal.width import Terminal

MARGIN = 2
_NARROWEST = 10
_WRAPPER = Console(width=80, no_color=True, legacy_windows=False, _environ={})


def paragraph(text: Text, indent: int, terminal: Terminal) -> Iterator[Text]:
    """The text as lines of the terminal's width, each indented; one line in a pipe."""
    blank = " " * indent
    if terminal.width is None:
        yield Text.assemble(blank, text)
        return
    for line in text.wrap(_WRAPPER, max(terminal.width - indent, _NARROWEST)):
        line.rstrip()
        yield Text.assemble(blank, line)


def columns(left: Sequence[Text], right: Sequence[Text], width: int, indent: int) -> Iterator[Text]:
    """Two blocks side by side, each cut to its half of `width`."""
    half = (width - indent - 3) // 2
    for one, other in zip_longest(left, right, fillvalue=Text()):
        first, second = one.copy(), other.copy()
        first.truncate(half, overflow="ellipsis", pad=True)
        second.truncate(half, overflow="ellipsis")
        yield Text.assemble(" " * indent, first, (" │ ", "dim"), second)


def stacked(lines: Sequence[Text], terminal: Terminal, indent: int) -> Iterator[Text]:
    """One block, each line cut to the width; whole in a pipe."""
    for line in lines:
        shown = line.copy()
        if terminal.width is not None:
            shown.truncate(max(terminal.width - indent, _NARROWEST), overflow="ellipsis")
        yield Text.assemble(" " * indent, shown)
