"""Statements as small fingerprints, to see whether protected code survived."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from msgspec import Struct

from checks.kit.index import dotted
from checks.ledger.canon import identifiers

_ALIKE = 0.6
_WRITES = frozenset(
    {
        "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
        "add", "add_all", "merge", "execute", "executemany", "commit", "flush", "insert", "remove", "set",
        "send", "send_mail", "delay", "apply_async", "enqueue", "post", "put", "patch", "publish", "charge",
        "refund", "capture", "write", "upload", "push", "clear", "append",
    }
)  # fmt: skip
_DATABASE_WRITES = _WRITES - {"set", "send", "send_mail", "post", "put", "patch", "publish", "write", "upload",
                              "push", "clear", "append", "remove", "charge", "refund", "capture"}  # fmt: skip


class Leaf(Struct, frozen=True):
    """A simple statement, or the head of a compound one: its text and its identifiers."""

    text: str
    names: frozenset[str]
    effect: str = ""
    """Dotted name of what a statement that is nothing but a call calls; "" for any other."""


def leaves(statements: Iterable[ast.stmt]) -> Iterator[Leaf]:
    """The leaves of these statements in order; docstrings, `pass` and imports are none."""
    for stmt in statements:
        yield from _leaves(stmt)


def _leaves(stmt: ast.stmt) -> Iterator[Leaf]:
    match stmt:
        case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Global() | ast.Nonlocal():
            return
        case ast.Expr(value=ast.Constant()):
            return
        case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
            yield _leaf(test)
            yield from leaves(body)
            yield from leaves(orelse)
        case ast.For(iter=iterable, body=body) | ast.AsyncFor(iter=iterable, body=body):
            yield _leaf(iterable)
            yield from leaves(body)
        case ast.With(body=body) | ast.AsyncWith(body=body):
            yield from leaves(body)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            yield from leaves([*body, *orelse, *final])
            for handler in handlers:
                yield from leaves(handler.body)
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
            yield from leaves(body)
        case ast.Expr(value=ast.Call(func=function)):
            yield Leaf(ast.unparse(stmt), identifiers(stmt), dotted(function))
        case _:
            yield _leaf(stmt)


def _leaf(node: ast.AST) -> Leaf:
    return Leaf(ast.unparse(node), identifiers(node))


class Surroundings:
    """The leaves of a unit at head, to ask which statements of the base still stand in it."""

    def __init__(self, statements: Iterable[ast.stmt]) -> None:
        """Fingerprints every statement once."""
        self._leaves = list(leaves(statements))
        self._texts = {leaf.text for leaf in self._leaves}
        self._effects = {leaf.effect for leaf in self._leaves} - {""}

    def has(self, leaf: Leaf) -> bool:
        """Whether the same or nearly the same statement stands here."""
        if leaf.text in self._texts or (leaf.effect in self._effects and not is_logging(leaf.effect)):
            return True
        return any(_alike(leaf.names, other.names) for other in self._leaves)

    def share(self, statements: Iterable[ast.stmt]) -> float:
        """Share of these statements that survive, 0..1; 0 when there are none."""
        asked = list(leaves(statements))
        return sum(map(self.has, asked)) / len(asked) if asked else 0.0


def is_logging(chain: str) -> bool:
    """Whether a call of this dotted name reads, formats or logs rather than does something."""
    return chain.rpartition(".")[2] in _HARMLESS


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= _ALIKE * len(one | other)


def has_effect(statements: Iterable[ast.stmt]) -> bool:
    """Whether something is written, sent or changed by these statements."""
    return any(_is_effect(node) for stmt in statements for node in ast.walk(stmt))


def writes(statements: Iterable[ast.stmt]) -> int:
    """How many calls in these statements write to a database, by their names."""
    return sum(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _DATABASE_WRITES
        for stmt in statements
        for node in ast.walk(stmt)
    )


_HARMLESS = frozenset(
    {
        "get", "filter", "exclude", "all", "first", "exists", "count", "values", "values_list", "order_by", "format",
        "join", "split", "strip", "lower", "upper", "info", "debug", "warning", "error", "exception", "log", "items",
        "keys", "startswith", "endswith", "isoformat", "append", "extend", "copy", "now", "str", "int", "len", "list",
        "dict", "set", "print", "isinstance", "getattr", "Response", "render", "reverse", "query", "select_related",
    }
)  # fmt: skip


def calls(statements: Iterable[ast.stmt]) -> int:
    """How many statements call something that may write: anything but reading, formatting and logging."""
    return sum(any(map(_may_write, ast.walk(stmt))) for stmt in statements)


def _may_write(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name not in _HARMLESS and not name[:1].isupper()
        case _:
            return False


def _is_effect(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _WRITES or name.startswith(("create_", "update_", "delete_", "send_", "remove_", "add_"))
        case ast.Call(func=ast.Name(id=name)):
            return name.startswith(("create_", "update_", "delete_", "send_", "remove_", "add_", "save_"))
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()) | ast.Delete():
            return True
        case _:
            return False
