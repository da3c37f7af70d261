"""One PostgreSQL text into operations, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.schema.operations import LongName, Operation, OtherStatement, Unreadable, Why
from checks.schema.place import Place
from checks.schema.sql import plpgsql
from checks.schema.sql.lexer import Statement, long_names, split
from checks.schema.sql.node import Node, NotSql, TooDeep, child, children, number, parse, unwrap, word
from checks.schema.sql.offsets import Locate, Positions
from checks.schema.sql.pg_alter import alter_table
from checks.schema.sql.pg_statements import statement
from checks.schema.sql.pg_table import relation

MOST_BYTES = 63
"""Of a name: NAMEDATALEN - 1; the parser cuts the rest, as the server does."""

_MAYBE_LONG = re.compile(r"[^\s,;()'.]{22,}")  # a character has at most three bytes here, or the name more of them
_DEPTH = 3  # DO blocks within DO blocks


def read_postgres(text: str, locate: Locate, *, depth: int = 0) -> Iterator[Operation]:
    """The operations of a text; a statement that does not parse becomes Unreadable, the others stay.

    `depth` counts the DO blocks around the text.
    """
    statements = list(split(text))
    if not depth and _MAYBE_LONG.search(text):
        for name, at in long_names(text, MOST_BYTES):
            yield LongName(place=locate(at, at + len(name)), said="a name", name=name)
    if any(piece.too_deep or piece.open for piece in statements):
        yield from _one_by_one(statements, locate, depth)
        return
    try:
        raw = parse(text)
    except (NotSql, TooDeep):
        yield from _one_by_one(statements, locate, depth)
        return
    if len(raw) != len(statements):
        statements = _bounds(raw, text)
    for piece, node in zip(statements, raw, strict=True):
        yield from _operations(child(node, "stmt"), piece, text, locate, depth)


def syntax_errors(text: str) -> int:
    """How many statements PostgreSQL's grammar refuses."""
    try:
        parse(text)
    except (NotSql, TooDeep):
        return sum(1 for piece in split(text) if not _parses(piece))
    return 0


def _parses(piece: Statement) -> bool:
    if piece.too_deep:
        return False
    try:
        parse(piece.text)
    except (NotSql, TooDeep):
        return False
    return True


def _bounds(raw: list[Node], text: str) -> list[Statement]:
    """The parser's own idea of where its statements stand, where the two disagree."""
    positions = Positions(text)
    found: list[Statement] = []
    for node in raw:
        start = positions.code_point(number(node, "stmt_location") or 0)
        length = number(node, "stmt_len")
        end = len(text) if length is None else positions.code_point((number(node, "stmt_location") or 0) + length)
        first = next(iter(split(text[start:end])), Statement(text[start:end], 0, end - start))
        found.append(Statement(text[start + first.start : end], start + first.start, end))
    return found


def _one_by_one(statements: list[Statement], locate: Locate, depth: int) -> Iterator[Operation]:
    for piece in statements:
        place = locate(piece.start, piece.end)
        if piece.too_deep:
            yield Unreadable(place=place, said=_said(piece), why=Why.LIMIT, reason="it is nested too deeply")
            continue
        try:
            raw = parse(piece.text)
        except TooDeep as error:
            yield Unreadable(place=place, said=_said(piece), why=Why.LIMIT, reason=str(error))
        except NotSql as error:
            at = piece.start + error.position
            where = locate(min(at, max(piece.start, piece.end - 1)), piece.end)
            here = Place(place.path, where.start_line, max(where.start_line, place.end_line))
            yield Unreadable(place=here, said=_said(piece), why=Why.SYNTAX, reason=str(error))
        else:
            for node in raw:
                inside = _shifted(locate, piece.start)
                whole = Statement(piece.text, 0, len(piece.text))
                yield from _operations(child(node, "stmt"), whole, piece.text, inside, depth)


def _shifted(locate: Locate, by: int) -> Locate:
    return lambda start, end: locate(start + by, end + by)


def _said(piece: Statement) -> str:
    return " ".join(piece.words[:3])


def _operations(wrapped: Node, piece: Statement, text: str, locate: Locate, depth: int) -> Iterator[Operation]:
    name, node = unwrap(wrapped)
    place = locate(piece.start, piece.end)
    if name == "DoStmt":
        yield from _block(node, piece, text, locate, depth)
    elif name == "AlterTableStmt":
        yield from _alter(node, piece, text, locate)
    else:
        yield from statement(name, node, place)


def _alter(node: Node, piece: Statement, text: str, locate: Locate) -> Iterator[Operation]:
    place, table = locate(piece.start, piece.end), relation(child(node, "relation"))
    commands = [child(item, "AlterTableCmd") for item in children(node, "cmds")]
    kind = word(node, "objtype").removeprefix("OBJECT_")
    if kind not in {"TABLE", "FOREIGN_TABLE", ""}:
        words = kind.lower().replace("_", " ")
        yield OtherStatement(place=place, said=f"ALTER {words.upper()}", what=f"ALTER {words.upper()}", ddl=True)
        return
    positions = Positions(text)
    for command in commands:
        at = _location(command)
        here = place if len(commands) == 1 or at is None else _line_of(locate, positions.code_point(at))
        yield from alter_table(command, table, here)


def _location(command: Node) -> int | None:
    """The byte where a part of ALTER TABLE names its column or constraint."""
    for kind in ("ColumnDef", "Constraint"):
        if (at := number(child(command, "def", kind), "location")) is not None and at >= 0:
            return at
    return None


def _line_of(locate: Locate, at: int) -> Place:
    place = locate(at, at + 1)
    return Place(place.path, place.start_line, place.start_line)


def _block(node: Node, piece: Statement, text: str, locate: Locate, depth: int) -> Iterator[Operation]:
    """A DO block: what its body does, under a condition as far as anybody can tell."""
    place = locate(piece.start, piece.end)
    body = next(
        (
            word(child(item, "DefElem", "arg", "String"), "sval")
            for item in children(node, "args")
            if word(child(item, "DefElem"), "defname") == "as"
        ),
        "",
    )
    if depth >= _DEPTH:
        yield Unreadable(place=place, said="DO", why=Why.LIMIT, reason="DO blocks are nested too deeply")
        return
    first = text.find(body, piece.start)
    for part in plpgsql.statements(body):
        if part.text is None:
            yield Unreadable(place=place, said="DO", why=Why.OPAQUE, reason=part.reason)
            continue
        at = text.find(part.text, first) if first >= 0 else -1
        here = place if at < 0 else locate(at, at + len(part.text))
        for operation in read_postgres(part.text, lambda _start, _end, here=here: here, depth=depth + 1):
            yield plpgsql.inside(operation, conditional=part.conditional)
