"""The string literals and comments of JavaScript, TypeScript and Ruby: enough to find SQL, not a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_SCRIPT = re.compile(r"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?|'(?:\\.|[^'\\\n])*'?|\"(?:\\.|[^\"\\\n])*\"?|`", re.DOTALL)
_RUBY = re.compile(
    r"#[^\n]*|'(?:\\.|[^'\\])*'?|\"(?:\\.|[^\"\\])*\"?|<<[~-]?(?P<quote>['\"]?)(?P<word>[A-Z_]\w*)(?P=quote)",
    re.DOTALL,
)
_TEMPLATES = 8  # templates within templates


class Literal(Struct, frozen=True):
    """One string literal.

    Attributes:
        start: code point of its opening quote, or of `<<WORD`; `end` is behind the closing quote.
        body: code points [first, last) of what stands between the quotes, in the text of the file.
    """

    start: int
    end: int
    body: tuple[int, int]


class Lexed(Struct, frozen=True):
    """A file taken apart.

    Attributes:
        code: the text of the same length in which comments and literals are spaces.
        plain: the code without comments, white space run together: equal for equal meaning.
    """

    text: str
    literals: tuple[Literal, ...]
    code: str
    plain: str


def lex_script(text: str) -> Lexed:
    """JavaScript or TypeScript; regular expressions are taken for code."""
    return _lexed(text, list(_script_pieces(text)))


def lex_ruby(text: str) -> Lexed:
    """Ruby, with heredocs."""
    return _lexed(text, list(_ruby_pieces(text)))


Piece = Literal | tuple[int, int]
"""A literal, or the bounds of a comment."""


def _script_pieces(text: str) -> Iterator[Piece]:
    at = 0
    while (found := _SCRIPT.search(text, at)) is not None:
        start = found.start()
        if found[0] == "`":
            at = _template_end(text, start, 0)
            yield Literal(start, at, (start + 1, max(start + 1, at - 1)))
        else:
            at = found.end()
            yield (start, at) if found[0].startswith("/") else Literal(start, at, (start + 1, max(start + 1, at - 1)))


_IN_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)
_IN_HOLE = re.compile(r"[{}`]")


def _template_end(text: str, start: int, depth: int) -> int:
    """Behind the back quote that closes a template; the end of the text when none does."""
    at = start + 1
    while (found := _IN_TEMPLATE.search(text, at)) is not None:
        at = found.end()
        if found[0] == "`":
            return at
        if found[0] == "${":
            at = _hole_end(text, at, depth)
    return len(text)


def _hole_end(text: str, at: int, depth: int) -> int:
    """Behind the brace that closes `${`."""
    open_braces = 1
    while (found := _IN_HOLE.search(text, at)) is not None:
        at = found.end()
        if found[0] == "`":
            at = _template_end(text, found.start(), depth + 1) if depth < _TEMPLATES else len(text)
            continue
        open_braces += 1 if found[0] == "{" else -1
        if not open_braces:
            return at
    return len(text)


def _ruby_pieces(text: str) -> Iterator[Piece]:
    at = 0
    never_closed: set[str] = set()
    while (found := _RUBY.search(text, at)) is not None:
        start, at = found.span()
        if found["word"] in never_closed:
            continue
        if found["word"]:
            line = text.find("\n", at)
            closing = (
                re.compile(rf"^[ \t]*{found['word']}\b", re.MULTILINE).search(text, line + 1) if line >= 0 else None
            )
            if closing is None:
                never_closed.add(found["word"])
                continue
            yield Literal(start, closing.end(), (line + 1, closing.start()))
            at = closing.end()
        elif found[0].startswith("#"):
            yield start, at
        else:
            yield Literal(start, at, (start + 1, max(start + 1, at - 1)))


def _lexed(text: str, pieces: list[Piece]) -> Lexed:
    code: list[str] = []
    kept: list[str] = []
    at = 0
    for piece in pieces:
        start, end = (piece.start, piece.end) if isinstance(piece, Literal) else piece
        code += (text[at:start], re.sub(r"[^\n]", " ", text[start:end]))
        kept += (text[at:start], text[start:end] if isinstance(piece, Literal) else " ")
        at = end
    code.append(text[at:])
    kept.append(text[at:])
    literals = tuple(piece for piece in pieces if isinstance(piece, Literal))
    return Lexed(text, literals, "".join(code), " ".join("".join(kept).split()))
