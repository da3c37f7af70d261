"""The SQL statements in the body of a DO block or function, and whether a condition stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar, cast

from msgspec import Struct

from checks.schema.operations import Operation
from checks.schema.sql.node import Node, NotSql, TooDeep, child, parse_routine, word

_BRANCHES = frozenset(
    {
        "PLpgSQL_stmt_if",
        "PLpgSQL_stmt_case",
        "PLpgSQL_stmt_loop",
        "PLpgSQL_stmt_while",
        "PLpgSQL_stmt_fori",
        "PLpgSQL_stmt_fors",
        "PLpgSQL_stmt_forc",
        "PLpgSQL_stmt_foreach_a",
        "PLpgSQL_exception_block",
    }
)
_LITERAL = re.compile(r"^\s*'((?:[^']|'')*)'\s*$", re.DOTALL)
_FORMAT = re.compile(r"^\s*format\(\s*'((?:[^']|'')*)'", re.DOTALL | re.IGNORECASE)

AnyOperation = TypeVar("AnyOperation", bound=Operation)


class Part(Struct, frozen=True):
    """One statement of a body; `text` is None when it is put together at run time (`reason` says how)."""

    text: str | None
    conditional: bool
    reason: str = ""


def statements(body: str) -> Iterator[Part]:
    """The SQL statements of a PL/pgSQL body, EXECUTE of a literal included."""
    quote = "$holdfast$"
    try:
        trees = parse_routine(f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS {quote}{body}{quote}")
    except (NotSql, TooDeep) as error:
        yield Part(None, conditional=True, reason=f"the body of the DO block does not parse: {error}")
        return
    for tree in trees:
        yield from _walk(tree, conditional=False)


def inside(operation: AnyOperation, *, conditional: bool) -> AnyOperation:
    """The operation as part of a block."""
    return replace(operation, conditional=operation.conditional or conditional)


def _walk(node: object, *, conditional: bool) -> Iterator[Part]:
    stack: list[tuple[object, bool]] = [(node, conditional)]
    while stack:
        here, under = stack.pop()
        if isinstance(here, list):
            stack.extend((item, under) for item in reversed(cast("list[object]", here)))
        elif isinstance(here, dict):
            for name, inner in reversed(cast("Node", here).items()):
                if name == "PLpgSQL_stmt_execsql" and isinstance(inner, dict):
                    stack.append((_Found(word(child(cast("Node", inner), "sqlstmt", "PLpgSQL_expr"), "query")), under))
                elif name == "PLpgSQL_stmt_dynexecute" and isinstance(inner, dict):
                    stack.append((_Dynamic(word(child(cast("Node", inner), "query", "PLpgSQL_expr"), "query")), under))
                else:
                    stack.append((inner, under or name in _BRANCHES))
        elif isinstance(here, _Found):
            yield Part(here.text, under)
        elif isinstance(here, _Dynamic):
            yield _dynamic(here.text, conditional=under)


class _Found(Struct, frozen=True):
    text: str


class _Dynamic(Struct, frozen=True):
    text: str


def _dynamic(expression: str, *, conditional: bool) -> Part:
    """EXECUTE 'literal', or format('…') with its holes as unknown names."""
    if found := _LITERAL.match(expression):
        return Part(found[1].replace("''", "'"), conditional)
    if found := _FORMAT.match(expression):
        text = re.sub(r"%(?:\d+\$)?[sIL]", "ʬ", found[1].replace("''", "'"))
        return Part(text, conditional)
    return Part(None, conditional, "EXECUTE of text that is put together at run time")
