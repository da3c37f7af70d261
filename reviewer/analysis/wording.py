"""Text as the words that carry its meaning, for content hashes: comments and, where it is free, layout are dropped.

Where a language reads something into line breaks or indentation, they are words too. What is doubtful stays: a
sign-off may fall for a comment that looks like code, but never stand because code looked like a comment.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from checks.kit.files import language
from checks.kit.line_diff import hunks

_STRING: Final = r"\"\"\"[\s\S]*?(?:\"\"\"|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?"
_SQL_STRING: Final = r"'(?:''|[^'])*'?|\"(?:\"\"|[^\"])*\"?|(?P<tag>\$\w*\$)[\s\S]*?(?:(?P=tag)|\Z)"
_WORD: Final = r"[^\W\d][\w$]*|\$[\w$]*|\d[\w.]*"
_OPERATOR: Final = r"=>|->|::|\?\.|&&|\|\||[=!]==?|[<>]=|[^\S\n]*\n|\S"
_HASH: Final = r"(?<![\\\w'\"(/\[])#[^\n]*"
_SLASH: Final = r"(?<![\\:/*\[])//[^\n]*|/\*[\s\S]*?\*/"
_DASH: Final = r"--[^\n]*|/\*[\s\S]*?\*/"
_FREE: Final = {
    "javascript": _SLASH,
    "typescript": _SLASH,
    "java": _SLASH,
    "csharp": _SLASH,
    "php": _SLASH,
    "rust": _SLASH,
    "proto": _SLASH,
    "sql": _DASH,
}
"""Languages whose layout means nothing, and their comments."""
_BY_LINE: Final = {"go": _SLASH, "kotlin": _SLASH, "scala": _SLASH, "ruby": _HASH, "elixir": _HASH, "graphql": _HASH}
"""Languages in which the end of a line may end a statement."""
_ENDED_BY_A_LINE: Final = frozenset({"return", "throw", "break", "continue", "yield", "async", "++", "--"})
"""Behind these words JavaScript takes a line break for the end of the statement."""
_HASH_LINES: Final = frozenset({".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".env", ".tf"})
_HASH_NAMES: Final = frozenset({"Dockerfile", "CODEOWNERS", "Makefile", "Procfile"})
_SHEBANG: Final = "#!"


def wording(text: str, path: str) -> tuple[str, ...]:
    """The words of a text in their order, by the language that the path promises."""
    written_in = language(path)
    if written_in is not None and (comment := _FREE.get(written_in)):
        return _free(_words(text, written_in, comment))
    if written_in is not None and (comment := _BY_LINE.get(written_in)):
        return _by_line(_words(text, written_in, comment))
    return tuple(_lines(text, PurePosixPath(path)))


def difference(base: tuple[str, ...], head: tuple[str, ...]) -> tuple[str, str]:
    """What went and what came between two rows of words; ("", "") when their meaning is the same."""
    differing = hunks(base, head)
    went = ("\1".join(base[hunk.base_start - 1 : hunk.base_end - 1]) for hunk in differing)
    came = ("\1".join(head[hunk.head_start - 1 : hunk.head_end - 1]) for hunk in differing)
    return ("\2".join(went), "\2".join(came)) if differing else ("", "")


def _words(text: str, written_in: str, comment: str) -> list[str]:
    scanner = _scanner(_SQL_STRING if written_in == "sql" else _STRING, comment)
    found = (match for match in scanner.finditer(text.replace("\r\n", "\n")))
    return ["\n" if match[0].endswith("\n") else match[0] for match in found if match.lastgroup != "comment"]


@cache
def _scanner(string: str, comment: str) -> re.Pattern[str]:
    # Strings first: what looks like a comment inside one is text.
    return re.compile(f"(?P<string>{string})|(?P<comment>{comment})|(?:{_WORD})|(?:{_OPERATOR})")


def _free(words: list[str]) -> tuple[str, ...]:
    row: list[str] = []
    for word in words:
        if word != "\n" or (row and row[-1] in _ENDED_BY_A_LINE):
            row.append(word)
    return tuple(row)


def _by_line(words: list[str]) -> tuple[str, ...]:
    row: list[str] = []
    for word in words:
        if word != "\n" or (row and row[-1] != "\n"):
            row.append(word)
    return tuple(row)


def _lines(text: str, path: PurePosixPath) -> list[str]:
    comments = path.suffix.lower() in _HASH_LINES or path.name in _HASH_NAMES
    kept = (line.rstrip() for line in text.splitlines())
    return [line for line in kept if line and not (comments and _is_comment(line))]


def _is_comment(line: str) -> bool:
    bare = line.lstrip()
    return bare.startswith("#") and not bare.startswith(_SHEBANG)
