"""A query may answer the same row several times.

A query over a relation with many rows said `distinct`. It does not any more.

Why it matters:
    Each matching related row repeats the row itself: lists show it twice, sums and counts are too high, mails are
    sent again.

Instead:
    Keep `distinct`, or ask with `Exists`.

What it does not see:
    Whether the relation has several rows.

Sources:
    Catalogue OQ07; Django documentation, Spanning multi-valued relationships.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base
from checks.ledger import dropped
from checks.ledger.unit import Unit
from checks.queries._chains import chains


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every query of both sides that lost `distinct`."""
    for pair, root, node in dropped(change, _distinct):
        joined = {chain.root for chain in chains(pair.head) if not chain.call("aggregate")}
        if _count(pair.head) >= _count(pair.base):
            continue  # the chain was cut in two, and its second half says it
        if root in joined and not any("Exists" in called for called in pair.head.called):
            says = Sentence(
                kind=Kind.LOST,
                symbol=pair.base.name,
                fact=f"distinct {root}",
                title=f"A query of `{pair.base.name}` no longer says `distinct`",
                message="A row with several matching related rows is answered several times.",
                confidence=0.66,
            )
            yield at_base(change, node, says)


def _count(unit: Unit) -> int:
    return sum(isinstance(node, ast.Call) and dotted(node.func).endswith(".distinct") for node in unit.nodes)


def _distinct(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for chain in chains(unit):
        if chain.call("distinct") is not None:
            yield chain.root, chain.node


_FIND = """
    def buyers(day):
        return User.objects.filter(orders__day=day){distinct}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ07",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a buyer of two orders appears twice",
            base=_FIND.format(distinct=".distinct()"),
            head=_FIND.format(distinct=""),
            finds=((2, "no longer says `distinct`"),),
        ),
        Example(
            "the query asks whether there is one",
            base=_FIND.format(distinct=".distinct()"),
            head="def buyers(day):\n    return User.objects.filter(Exists(orders_of(day)))\n",
        ),
        Example(
            "the query is put together in two steps",
            base=_FIND.format(distinct=".distinct()"),
            head="def buyers(day):\n    found = User.objects.filter(orders__day=day)\n    return found.distinct()\n",
        ),
        Example(
            "distinct by a column",
            base=_FIND.format(distinct=".distinct()"),
            head=_FIND.format(distinct='.distinct("email")'),
        ),
        Example(
            "the query is gone",
            base=_FIND.format(distinct=".distinct()"),
            head="def buyers(day):\n    return day.buyers\n",
        ),
    ),
)
