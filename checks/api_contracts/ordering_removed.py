"""An answer in pages is no longer ordered.

A query that is cut into pages, or a view that answers in pages, was ordered. The order is gone.

Why it matters:
    Without an order the database may give rows twice and leave others out while a caller turns the pages. It looks
    right in every test with few rows.

Instead:
    Keep an order that ends in a unique column.

What it does not see:
    An order that the model or a manager gives by default.

Sources:
    Catalogue AP09; Django documentation, Paginating; PostgreSQL documentation, LIMIT and OFFSET.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import class_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, quote
from checks.ledger import edited_functions
from checks.ledger.resolve import callees
from checks.ledger.unit import Unit

_PAGES = re.compile(r"(^|[._])(paginat\w*|limit|offset|page|get_page|Paginator|slice|fetch)$")
_VIEWS = re.compile(r"(View|ViewSet|Endpoint|Resource|Node|Connection)$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Queries and views in pages that lost their order."""
    for pair in edited_functions(change):
        was = _orders(pair.base)
        if was and not _orders(pair.head) and _is_paged(pair.base) and _is_paged(pair.head):
            if any(map(_orders, callees(pair.head, pair.head.called - pair.base.called))):
                continue
            yield _told(change, was[0], pair.base.name, None)
    for pair in class_pairs(change):
        was, now = pair.base.attributes.get("ordering"), pair.head.attributes.get("ordering")
        if was is None or now is not None or not any(_VIEWS.search(base) for base in pair.base.bases):
            continue
        if "pagination_class" in pair.head.attributes:
            yield _told(change, was.statement, pair.base.name, pair.head.node)


def _orders(unit: Unit) -> list[ast.AST]:
    calls = (node for node in unit.nodes if isinstance(node, ast.Call))
    return [call for call in calls if dotted(call.func).rpartition(".")[2] == "order_by" and call.args]


def _is_paged(unit: Unit) -> bool:
    """Whether the unit cuts a query into pages by a call or a slice with both ends."""
    for node in unit.nodes:
        match node:
            case ast.Call(func=function) if _PAGES.search(dotted(function)):
                return True
            case ast.Subscript(slice=ast.Slice(lower=ast.expr(), upper=ast.expr())):
                return True
            case _:
                continue
    return False


def _told(change: Change, was: ast.AST, symbol: str, now: ast.AST | None) -> Hit:
    says = Sentence(
        kind=Kind.LOST,
        symbol=symbol,
        fact="order of pages",
        title=f"The pages of `{symbol}` are no longer ordered",
        message="A caller who turns the pages may see rows twice and miss others.",
        confidence=0.65,
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now, "now"),)
    return at_base(change, was, says, *evidence)


_LIST = """
    def list_orders(shop, start, size):
        rows = Order.objects.filter(shop=shop){order}
        return rows[start : start + size]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP09",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the order is gone",
            base=_LIST.format(order='.order_by("pk")'),
            head=_LIST.format(order=""),
            finds=((2, "are no longer ordered"),),
        ),
        Example(
            "a function of the file orders them now",
            base="def find(q, size):\n    return q.order_by('pk').limit(size)\n",
            head="def find(q, size):\n    return ordered(q).limit(size)\n\n\n"
            "def ordered(q):\n    return q.order_by('pk')\n",
        ),
        Example(
            "another order",
            base=_LIST.format(order='.order_by("pk")'),
            head=_LIST.format(order='.order_by("-created", "pk")'),
        ),
        Example(
            "all rows at once",
            base="def list_orders(shop):\n    return Order.objects.order_by('pk')\n",
            head="def list_orders(shop):\n    return Order.objects.all()\n",
        ),
    ),
)
