"""A query answers without a limit now.

A query took a slice, a limit or chunks of its rows. It takes all of them now, or it loads them at once.

Why it matters:
    The table grows and the request with it, until memory or the time-out ends it, for the largest customers first.

Instead:
    Keep the limit, or go through the rows in chunks (`iterator`, `yield_per`).

What it does not see:
    Limits that a page or a caller sets afterwards; how large the table is.

Sources:
    Catalogue OQ03; Django documentation, iterator().
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import edited_functions
from checks.ledger.unit import Unit
from checks.queries._chains import chains

_LIMITS = frozenset({"limit", "fetch", "first", "iterator", "yield_per", "paginate", "in_batches", "one"})
_TOLD = frozenset({"limit", "fetch", "iterator", "yield_per"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every query of both sides that lost its limit."""
    for pair in edited_functions(change):
        head = dict(_roots(pair.head))
        kept = {root for root, _, _ in _limited(pair.head)}
        base = dict(_roots(pair.base))
        for root, limit, node in _limited(pair.base):
            if limit and root in head and root not in kept and head[root] <= base[root]:
                says = Sentence(
                    kind=Kind.LOST,
                    symbol=pair.base.name,
                    fact=f"limit {limit} of {root}",
                    title=f"A query of `{pair.base.name}` lost {code(limit)}",
                    message="It grows with the table.",
                    confidence=0.66,
                )
                yield at_base(change, node, says)


def _roots(unit: Unit) -> Iterator[tuple[str, int]]:
    counted: dict[str, int] = {}
    for chain in chains(unit):
        counted[chain.root] = counted.get(chain.root, 0) + 1
    yield from counted.items()


def _limited(unit: Unit) -> Iterator[tuple[str, str, ast.AST]]:
    """(Root, how it is limited, place) of every query; a slice from the start is a limit."""
    for chain in chains(unit):
        names = [name for name, _ in chain.calls]
        told = next((name for name in names if name in _TOLD), "")
        parent = next(unit.parents(chain.node), None)
        sliced = isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Slice) and parent.slice.upper
        if sliced or any(name in _LIMITS for name in names):
            yield chain.root, "a slice" if sliced else told, chain.node


_LIST = """
    def latest(shop):
        return Order.objects.filter(shop=shop).order_by("-id"){limit}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ03",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the slice is gone",
            base=_LIST.format(limit="[:20]"),
            head=_LIST.format(limit=""),
            finds=((2, "lost `a slice`"),),
        ),
        Example(
            "another limit",
            base=_LIST.format(limit="[:20]"),
            head=_LIST.format(limit="[:50]"),
        ),
        Example(
            "one row",
            base=_LIST.format(limit="[:20]"),
            head=_LIST.format(limit=".first()"),
        ),
        Example(
            "the query is gone",
            base=_LIST.format(limit="[:20]"),
            head="def latest(shop):\n    return shop.latest\n",
        ),
    ),
)
