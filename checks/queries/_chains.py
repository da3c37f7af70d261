"""Queries as chains of calls: what they start from, and which methods narrow, order or load."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from checks.kit.index import dotted
from checks.ledger.unit import Unit

_STARTS = frozenset({"objects", "query", "session"})
_BUILDERS = frozenset({"select", "query", "update", "delete", "get_queryset", "filter", "get_list_or_404"})


class Chain(Struct, frozen=True):
    """One query.

    Attributes:
        root: what it starts from, without local names: "Order.objects", "select(Order)", ".lines".
        calls: (method, call) from the inside to the outside.
        node: the outermost node.
    """

    root: str
    calls: tuple[tuple[str, ast.Call], ...]
    node: ast.expr

    def call(self, method: str) -> ast.Call | None:
        """The outermost call of that method."""
        return next((call for name, call in reversed(self.calls) if name == method), None)


def chains(unit: Unit) -> Iterator[Chain]:
    """Every outermost query of a unit, in source order."""
    inner: set[ast.AST] = set()
    for node in unit.nodes:
        if isinstance(node, ast.Call) and node not in inner:
            chain = _chain(unit, node)
            inner.update(call for _, call in chain.calls)
            if _is_query(chain):
                yield chain


def _chain(unit: Unit, node: ast.expr) -> Chain:
    outermost, calls = node, list[tuple[str, ast.Call]]()
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript | ast.Await):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            calls.append((node.func.attr, node))
            node = node.func.value
        elif isinstance(node, ast.Call):
            calls.append((dotted(node.func), node))
            return Chain(_called(node), tuple(reversed(calls)), outermost)
        elif isinstance(node, ast.Subscript | ast.Await):
            node = node.value
        else:
            break
    return Chain(_root(unit, node), tuple(reversed(calls)), outermost)


def _called(call: ast.Call) -> str:
    names = ", ".join(dotted(argument) for argument in call.args if dotted(argument)[:1].isupper())
    return f"{dotted(call.func).rpartition('.')[2]}({names})"


def _root(unit: Unit, node: ast.expr) -> str:
    """A dotted name; its first part is blanked when it is local."""
    name = dotted(node)
    first, _, rest = name.partition(".")
    return f"_.{rest}" if first in unit.locals else name


def _is_query(chain: Chain) -> bool:
    parts = set(chain.root.split("."))
    if parts & _STARTS or chain.root.partition("(")[0] in _BUILDERS:
        return True
    return any(
        name in {"filter", "filter_by", "exclude", "where", "order_by", "select_related"} for name, _ in chain.calls
    )
