"""Rows that were saved one by one are written in bulk.

A loop saved each row. It is one statement now (`bulk_create`, `bulk_update`, `update`), which calls no `save`, no
signal and no `auto_now`.

Why it matters:
    What hangs on saving does not happen any more: histories, search indexes, caches, times of change, checks.

Instead:
    Do those things for all rows beside the statement, or keep the loop where they matter more than speed.

What it does not see:
    Whether anything hangs on saving this model.

Sources:
    Catalogue OQ08; Django documentation, bulk_create(), caveats.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_BULK = frozenset({"bulk_create", "bulk_update", "abulk_create", "abulk_update"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every loop that saved and is a bulk statement now."""
    for pair in edited_functions(change):
        looped, bulk = list(_saved_in_loop(pair.base)), list(_bulk(pair.head))
        if pair.same_file and looped and bulk and not list(_bulk(pair.base)) and not list(_saved_in_loop(pair.head)):
            says = Sentence(
                kind=Kind.CHANGED,
                symbol=pair.head.name,
                fact="bulk write",
                title=f"`{pair.head.name}` writes in bulk what it saved row by row",
                message="No `save`, signal or `auto_now` runs for these rows.",
                confidence=0.6,
            )
            yield at_head(change, bulk[0], says, quote(change, Side.LEFT, looped[0], "was"))


def _saved_in_loop(unit: Unit) -> Iterator[ast.AST]:
    for node in unit.nodes:
        saves = isinstance(node, ast.Call) and dotted(node.func).endswith(".save")
        if saves and any(isinstance(parent, ast.For | ast.AsyncFor) for parent in unit.parents(node)):
            yield node


def _bulk(unit: Unit) -> Iterator[ast.Call]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _BULK:
            yield node


_CLOSE = """
    def close(orders):
        for order in orders:
            order.open = False
            {each}
        {end}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ08",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the orders are written at once",
            base=_CLOSE.format(each="order.save()", end="return orders"),
            head=_CLOSE.format(each="order.note()", end='Order.objects.bulk_update(orders, ["open"])'),
            finds=((5, "writes in bulk"),),
        ),
        Example(
            "both stand there",
            base=_CLOSE.format(each="order.save()", end="return orders"),
            head=_CLOSE.format(each="order.save()", end='Line.objects.bulk_update(lines, ["open"])'),
        ),
        Example(
            "bulk before",
            base=_CLOSE.format(each="order.note()", end='Order.objects.bulk_update(orders, ["open"])'),
            head=_CLOSE.format(each="order.note()", end='Order.objects.bulk_update(orders, ["open", "n"])'),
        ),
    ),
)
