"""Source text as a row of tokens: two layouts of the same code are equal, a changed word is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

# A string or comment that never ends still is one: without that, each quote would search to the end again.
_STRING: Final = (
    r"\"\"\"[\s\S]*?(?:\"\"\"|\Z)|'''[\s\S]*?(?:'''|\Z)"
    r"|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?"
)
_WORD: Final = r"[^\W\d][\w$]*|\$[\w$]*|\d[\w.]*"
_OPERATOR: Final = r"=>|->|::|\?\.|&&|\|\||[=!]==?|[<>]=|\S"
_HASH: Final = r"#[^\n]*"
_SLASH: Final = r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
# What PHP spells `#[Attribute]` is code.
_COMMENTS: Final = {"python": _HASH, "ruby": _HASH, "php": rf"#(?!\[)[^\n]*|{_SLASH}"}
_CLOSING: Final = frozenset(")]}")
_QUOTED_WORDS: Final = re.compile(r"^\"([^\"'`\\$]*)\"$")


def tokens(text: str, language: str) -> tuple[str, ...]:
    """Split `text`; comments, layout, semicolons, trailing commas and the choice of quotes are dropped."""
    row: list[str] = []
    for found in _scanner(language).finditer(text):
        if found.lastgroup == "comment":
            continue
        part = _QUOTED_WORDS.sub(r"'\1'", found.group())
        if part == ";":
            continue
        if part in _CLOSING and row and row[-1] == ",":
            row.pop()
        row.append(part)
    return tuple(row)


def comments(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where comments stand, as (start, end) in code points."""
    for found in _scanner(language).finditer(text):
        if found.lastgroup == "comment":
            yield found.span()


@lru_cache(maxsize=32)
def _scanner(language: str) -> re.Pattern[str]:
    comment = _COMMENTS.get(language, _SLASH)
    # Strings first: what looks like a comment inside one is text.
    return re.compile(f"(?:{_STRING})|(?P<comment>{comment})|(?:{_WORD})|(?:{_OPERATOR})")


def occurrences(part: tuple[str, ...], whole: tuple[str, ...]) -> int:
    """Count how often `part` stands in `whole`, without gaps."""
    if not part:
        return 0
    width = len(part)
    return sum(1 for at, token in enumerate(whole) if token == part[0] and whole[at : at + width] == part)
