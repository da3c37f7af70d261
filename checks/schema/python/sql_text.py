"""SQL in Python source: every way of writing it, as one text with a place in the file for each letter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from checks.schema.names import UNKNOWN
from checks.schema.place import Place
from checks.schema.python.constants import followed, items_of
from checks.schema.python.module import Module
from checks.schema.sql.offsets import Locate

_KEEPS_TEXT = frozenset({"text", "dedent", "cleandoc", "DDL", "SQL", "str", "quote", "TextClause"})
_METHODS = frozenset(
    {"strip", "lstrip", "rstrip", "bindparams", "columns", "execution_options", "format", "replace", "lower", "upper"}
)
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_VALUE_HOLE = re.compile(
    rf"'[^']*{UNKNOWN}[^']*'|(?:[=<>]|\bLIKE|\bIN\s*\(|\bVALUES\s*\()\s*{UNKNOWN}|(?<=,)\s*{UNKNOWN}(?=\s*\))",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%\(\w+\)[sdr]|%[sdr]")


class Piece(Struct, frozen=True):
    """One literal of the text: where it starts in the text, and its node in the file."""

    offset: int
    node: ast.expr
    value: str


class SqlText(Struct, frozen=True):
    """A text; what is known at run time only stands in it as unknown letters.

    Attributes:
        holes: source of the expressions that are filled in at run time.
    """

    value: str
    pieces: tuple[Piece, ...]
    holes: tuple[str, ...] = ()

    def __add__(self, other: SqlText) -> SqlText:
        """Both texts, one after the other."""
        shift = len(self.value)
        moved = tuple(replace(piece, offset=piece.offset + shift) for piece in other.pieces)
        return SqlText(self.value + other.value, self.pieces + moved, self.holes + other.holes)


_EMPTY = SqlText("", ())


def sql_text(node: ast.expr, module: Module, depth: int = 0) -> SqlText | None:
    """The text that an expression makes; None when not even a part of it is written down."""
    here = followed(node, module)
    if here is None or depth > 12:
        return None
    match here:
        case ast.Constant(value=str() as text):
            return SqlText(text, (Piece(0, here, text),))
        case ast.JoinedStr(values=parts):
            return _joined(parts, module, depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _concatenated((left, right), module, depth)
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            made = sql_text(left, module, depth + 1)
            return None if made is None else _filled(made, _PERCENT, (ast.unparse(right),))
        case ast.Call():
            return _call(here, module, depth)
        case ast.IfExp(body=body):
            return sql_text(body, module, depth + 1)
        case _:
            return None


def _joined(parts: list[ast.expr], module: Module, depth: int) -> SqlText | None:
    made = _EMPTY
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            inner = sql_text(part.value, module, depth + 1) or _number(part.value, module)
            made += inner if inner is not None else SqlText(UNKNOWN, (), (ast.unparse(part.value),))
        else:
            made += sql_text(part, module, depth + 1) or _EMPTY
    return made if made.pieces else None


def _number(node: ast.expr, module: Module) -> SqlText | None:
    value = followed(node, module)
    if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
        return SqlText(str(value.value), ())
    return None


def _concatenated(parts: tuple[ast.expr, ...], module: Module, depth: int) -> SqlText | None:
    made = _EMPTY
    for part in parts:
        made += sql_text(part, module, depth + 1) or SqlText(UNKNOWN, (), (ast.unparse(part),))
    return made if made.pieces else None


def _call(call: ast.Call, module: Module, depth: int) -> SqlText | None:
    match call.func:
        case ast.Attribute(value=ast.expr() as owner, attr="join"):
            separator = sql_text(owner, module, depth + 1)
            items = items_of(call.args[0], module) if call.args else None
            if separator is None or items is None:
                return None
            return _concatenated(tuple(items), module, depth)
        case ast.Attribute(value=ast.expr() as owner, attr=attr) if attr in _METHODS:
            made = sql_text(owner, module, depth + 1)
            if made is None or attr != "format":
                return made
            given = (*call.args, *(keyword.value for keyword in call.keywords))
            return _filled(made, _FIELD, tuple(ast.unparse(item) for item in given))
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _KEEPS_TEXT and call.args:
            return sql_text(call.args[0], module, depth + 1)
        case _:
            return None


def _filled(text: SqlText, holes: re.Pattern[str], given: tuple[str, ...]) -> SqlText:
    """Holes of a format as unknown letters of the same length."""
    value = holes.sub(lambda found: "  " if found[0] in {"{{", "}}"} else UNKNOWN * len(found[0]), text.value)
    return replace(text, value=value, holes=text.holes + given)


def value_holes(text: SqlText) -> int:
    """How many holes stand in a string literal or beside an operator, where a value belongs."""
    return len(_VALUE_HOLE.findall(text.value)) if text.holes else 0


def statements(node: ast.expr, module: Module) -> Iterator[SqlText | None]:
    """The texts of RunSQL's first argument: a string, a list of strings, a list of (sql, params) pairs.

    None for each that cannot be read.
    """
    items = items_of(node, module)
    if items is None:
        yield sql_text(node, module)
        return
    for item in items:
        inner = followed(item, module)
        pair = isinstance(inner, ast.Tuple | ast.List) and bool(inner.elts)
        yield sql_text(inner.elts[0] if pair and isinstance(inner, ast.Tuple | ast.List) else item, module)


def locate_in(text: SqlText, module: Module) -> Locate:
    """Where letters of the text stand in the file."""

    def locate(start: int, end: int) -> Place:
        first, last = _line(text, start, module), _line(text, max(start, end - 1), module)
        return Place(module.source.path, first, max(first, last))

    return locate


def _line(text: SqlText, at: int, module: Module) -> int:
    piece = next((piece for piece in reversed(text.pieces) if piece.offset <= at), text.pieces[0])
    node = piece.node
    first, last = node.lineno, node.end_lineno or node.lineno
    inside = piece.value[: max(0, at - piece.offset)]
    if piece.value.count("\n") == last - first:
        return first + inside.count("\n")
    words = text.value[at:].split("\n", 1)[0].strip()[:24]
    for line in range(first, last + 1):
        if words and words in module.source.snippet(line, line):
            return line
    return min(last, first + inside.count("\n"))
