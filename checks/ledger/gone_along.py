"""Guards that are no longer needed: what they asked for, or what they stood before, went or is asked by the way in."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_QUERIES = frozenset(
    "all filter get exclude annotate order_by first last count exists values values_list select_related aggregate "
    "prefetch_related in_bulk latest earliest update delete create get_or_create update_or_create".split()
)


def is_of_a_method_gone(guard: Guard, pair: Pair) -> bool:
    """`permissions = {"close": [Admin]}` without its row, in a class that has no method `close` any more."""
    if guard.form is not Form.CLASS_ATTRIBUTE or not isinstance(guard.node, ast.Tuple):
        return False
    gone = set(_methods(pair.base)) - set(_methods(pair.head))
    named = guard.node.elts[0]
    return isinstance(named, ast.Constant) and named.value in gone


def is_asked_by_the_way_in(guard: Guard, pair: Pair) -> bool:
    """`Order.objects.filter(shop=shop)` became `shop.orders.all()`: only rows of this shop come by that way."""
    if guard.form is not Form.PREDICATE or not isinstance(guard.node, ast.keyword):
        return False
    value = dotted(guard.node.value)
    return bool(value) and any(
        name.startswith(f"{value}.") and name.rpartition(".")[2] in _QUERIES and name.count(".") == value.count(".") + 2
        for name in pair.head.called - pair.base.called
    )


def _methods(unit: Unit) -> Iterator[str]:
    if isinstance(unit.node, ast.ClassDef):
        yield from (stmt.name for stmt in unit.node.body if isinstance(stmt, ast.FunctionDef | ast.AsyncFunctionDef))
