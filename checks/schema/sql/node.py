"""Typed access to the JSON tree that pgparse returns; nothing else in the house touches it untyped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, cast

import pgparse

Node = dict[str, object]
_REMEMBERED = 20_000  # characters: the tree of a long text is not kept


class NotSql(ValueError):
    """PostgreSQL's grammar refuses the text; `position` is the code point where, `args[0]` says why."""

    def __init__(self, message: str, position: int) -> None:
        """Keeps the position beside the message."""
        super().__init__(message)
        self.position = position


class TooDeep(ValueError):
    """The tree is nested more deeply than is read."""


_MOST_COMMENTS: Final = 4_000
"""The library's scanner takes time by the square of them: 8,000 in a row cost a second, 50,000 half a minute."""


def parse(text: str) -> list[Node]:
    """The raw statements of a text: {"stmt": …, "stmt_location", "stmt_len"}, offsets in UTF-8 bytes.

    Raises:
        NotSql: a syntax error.
        TooDeep: nested beyond the limits of the library, or with more comments than it reads in good time.
    """
    if text.count("/*") > _MOST_COMMENTS:
        raise TooDeep("it has too many comments")
    return _short(text) if len(text) <= _REMEMBERED else _parsed(text)


def _parsed(text: str) -> list[Node]:
    try:
        return pgparse.parse(text)
    except pgparse.PGQueryError as error:
        message, position = _message(error)
        if message.startswith(("memory exhausted", "stack depth")):
            raise TooDeep("it is nested too deeply") from error
        raise NotSql(message, position) from error
    except RecursionError as error:
        raise TooDeep("it is nested too deeply") from error


_short = lru_cache(maxsize=4)(_parsed)
"""A text is parsed to see whether it is PostgreSQL's, and at once again to be read; nobody changes the tree."""


def parse_routine(text: str) -> list[Node]:
    """The PL/pgSQL bodies in a text of CREATE FUNCTION statements; raises as `parse` does."""
    try:
        return pgparse.parse_pgsql(text)
    except pgparse.PGQueryError as error:
        raise NotSql(*_message(error)) from error
    except (RecursionError, ValueError) as error:
        raise TooDeep("it is nested too deeply") from error


def _message(error: pgparse.PGQueryError) -> tuple[str, int]:
    return error.message, max(0, error.position - 1)


def unwrap(node: object) -> tuple[str, Node]:
    """`{"AlterTableStmt": {...}}` as ("AlterTableStmt", {...}); ("", {}) for anything else."""
    if isinstance(node, dict):
        for name, inner in cast("Node", node).items():
            return name, cast("Node", inner) if isinstance(inner, dict) else {}
    return "", {}


def child(node: Node, *keys: str) -> Node:
    """The node below these keys, {} where there is none."""
    for key in keys:
        inner = node.get(key)
        node = cast("Node", inner) if isinstance(inner, dict) else {}
    return node


def children(node: Node, key: str) -> list[Node]:
    """The list of nodes at a key."""
    inner = node.get(key)
    items = cast("list[object]", inner) if isinstance(inner, list) else []
    return [cast("Node", item) for item in items if isinstance(item, dict)]


def word(node: Node, key: str) -> str:
    """The text at a key, "" where there is none."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def flag(node: Node, key: str) -> bool:
    """Whether the key holds true."""
    return node.get(key) is True


def number(node: Node, key: str) -> int | None:
    """The number at a key."""
    value = node.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def strings(nodes: list[Node]) -> tuple[str, ...]:
    """The texts of a list of String nodes."""
    return tuple(word(child(node, "String"), "sval") for node in nodes if "String" in node)


def walk(node: object) -> Iterator[tuple[str, Node]]:
    """Every named node below and including `node`, with its name."""
    stack: list[object] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            stack.extend(reversed(cast("list[object]", here)))
        elif isinstance(here, dict):
            for name, inner in cast("Node", here).items():
                if isinstance(inner, dict):
                    if name[:1].isupper():
                        yield name, cast("Node", inner)
                    stack.append(cast("object", inner))
                elif isinstance(inner, list):
                    stack.append(cast("object", inner))


def shape(node: object) -> str:
    """A text that is equal for equal expressions, wherever they stand."""
    if isinstance(node, dict):
        parts = (f"{key}:{shape(value)}" for key, value in sorted(cast("Node", node).items()) if key != "location")
        return "{" + ",".join(parts) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(shape, cast("list[object]", node))) + "]"
    return repr(node)
