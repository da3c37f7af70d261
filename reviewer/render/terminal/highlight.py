"""Code in colours, where the terminal has them."""

from __future__ import annotations

from rich.syntax import Syntax
from rich.text import Text

from reviewer.render.terminal.width import Terminal

_THEME = "ansi_dark"  # the terminal's own sixteen colours, so that it fits a light one too


def highlighted(code: str, language: str, terminal: Terminal) -> list[Text]:
    """The lines of the code; `language` is a name of `checks.kit.files.LANGUAGES`, or ""."""
    if terminal.colours == "none" or not language:
        return [Text(line) for line in code.split("\n")]
    text = Syntax("", language, theme=_THEME, background_color="default").highlight(code)
    text.right_crop(len(text.plain) - len(code))  # the highlighter ends with a line break of its own
    return list(text.split("\n", allow_blank=True))
