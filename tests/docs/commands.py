"""The commands of the product that pages tell people to type, as words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

SHELLS = ("sh", "console", "")
_PRODUCT = re.compile(r"(?:\./dev )?holdfast\b")
_SPAN = re.compile(r"(?<!`)`((?:\./dev )?holdfast [^`\n]+)`(?!`)")


def lines_of(text: str) -> Iterator[str]:
    """What is typed: without prompts and comments, and continued lines as one."""
    for line in text.replace("\\\n", " ").splitlines():
        typed = line.removeprefix("$ ").strip()
        if typed and not typed.startswith("#"):
            yield typed


def calls_in(text: str) -> Iterator[list[str]]:
    """The arguments of each call of the product in a block; what is piped or chained behind it is not ours."""
    for line in lines_of(text):
        if _PRODUCT.match(line):
            words = shlex.split(re.split(r"\s(?:\||&&|>)\s", line)[0], comments=True)
            yield words[words.index("holdfast") + 1 :]


def calls_in_spans(text: str) -> Iterator[list[str]]:
    """The same of the code spans of a page, where `[x]` may be left out and `a|b` is a choice."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for found in _SPAN.findall(prose):
        words = found.replace("[", "").replace("]", "").replace("…", "").split()
        yield [word.split("|")[0] for word in words[words.index("holdfast") + 1 :]]
