"""Suppressions of one file: where each stands, and which lines it covers.

A comment behind code covers its line. One that stands alone covers what follows it: the next line of code with the
decorators around it, and everything that is indented below. That is the function, class or block in any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from checks.kit.files import is_documentation, language
from reviewer.domain.suppressions.grammar import Words, read_words

_SLASHES: Final = ("//", "/*")
_OPENERS: Final = {
    "python": ("#",),
    "ruby": ("#",),
    "elixir": ("#",),
    "graphql": ("#",),
    "php": ("//", "/*", "#"),
    "sql": ("--", "/*", "#"),
    **dict.fromkeys(
        ("javascript", "typescript", "go", "java", "kotlin", "csharp", "rust", "scala", "prisma", "proto"), _SLASHES
    ),
}
_OTHERS: Final = ("#",)  # YAML, TOML, Dockerfile and most configuration
_CLOSERS: Final = (")", "]", "}", "end")
_QUOTES: Final = frozenset("\"'`")
_TAB: Final = 4
MOST_IN_A_FILE: Final = 200
"""Suppressions that one file may hold; those behind them have no effect."""
_TOO_MANY: Final = Words(mistake=f"a file may hold {MOST_IN_A_FILE}")


class Comment(Struct, frozen=True):
    """One suppression.

    Attributes:
        line: where it stands, at head.
        covers: first and last line that it covers.
        words: what it says.
    """

    path: str
    line: int
    covers: tuple[int, int]
    words: Words


def comments_in(path: str, lines: Sequence[str]) -> Iterator[Comment]:
    """The suppressions in the lines of a file, in their order; prose has none."""
    if is_documentation(path):
        return
    openers = _OPENERS.get(language(path) or "", _OTHERS)
    triple, found = "", 0
    for number, line in enumerate(lines, start=1):
        start, triple = _comment_start(line, openers, triple)
        if start is None or "holdfast" not in line:
            continue
        words = read_words(line[start:])
        found += words is not None
        if words is not None and found > MOST_IN_A_FILE:
            yield Comment(path, number, (number, number), _TOO_MANY)
        elif words is not None:
            alone = not line[:start].strip()
            yield Comment(path, number, _block(lines, number, openers) if alone else (number, number), words)


def _comment_start(line: str, openers: tuple[str, ...], triple: str) -> tuple[int | None, str]:
    """Column where the comment of a line begins, None for none; and the triple quote that is open at its end."""
    quote, column = triple, 0
    if not quote and line.lstrip().startswith("*") and "/*" in openers:
        return line.index("*"), ""  # a line within a block comment
    while column < len(line):
        here = line[column]
        if quote:
            if here == "\\":
                column += 1
            elif line.startswith(quote, column):
                column += len(quote) - 1
                quote = ""
        elif line.startswith(openers, column):
            return column, ""
        elif here in _QUOTES:
            quote = here * 3 if line.startswith(here * 3, column) else here
            column += len(quote) - 1
        column += 1
    return None, quote if len(quote) == 3 else ""


def _block(lines: Sequence[str], comment: int, openers: tuple[str, ...]) -> tuple[int, int]:
    """From the comment to the end of what follows it."""
    first = comment + 1
    while first <= len(lines) and _is_passed_over(lines[first - 1], openers):
        first += 1
    if first > len(lines):
        return comment, comment
    depth, last, number = _indent(lines[first - 1]), first, first
    decorated = lines[first - 1].lstrip().startswith("@")
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        if not line.strip():
            continue
        deeper = _indent(line) > depth
        if not deeper and not decorated and not line.lstrip().startswith(_CLOSERS):
            break
        if not deeper and decorated:
            decorated = line.lstrip().startswith(("@", *_CLOSERS))
        last = number
    return comment, last


def _is_passed_over(line: str, openers: tuple[str, ...]) -> bool:
    """Blank lines and further comments between a suppression and the code that it means."""
    return not line.strip() or line.lstrip().startswith((*openers, "*"))


def _indent(line: str) -> int:
    expanded = line.expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip())
