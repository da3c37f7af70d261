"""A route asks the database itself where its neighbours do not.

The routes of this file call services or repositories. One of them runs a query of its own now.

Why it matters:
    What the layer in between keeps (permissions, tenants, transactions, caches) does not hold for this query, and the
    next one is copied from it.

Instead:
    Put the query beside its neighbours, and call it.

What it does not see:
    Repositories without such a layer: with fewer than four routes in the file nothing is said.

Sources:
    Catalogue AR02.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.routes import routes_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.index import Function, dotted
from checks.kit.sentence import Sentence, at_head, code

_QUERY = re.compile(
    r"^[A-Z]\w*\.(objects|query)\.|(^|[._])(session|db|db_session)\.(query|execute|scalars?|get|add|delete|merge)$|"
    r"^(select|insert|update|delete)$"
)
_FEWEST = 4
_SHARE = 0.8


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every route with a query, in a file whose routes had none."""
    changes = change.within
    before = [route.function for route in routes_of(changes, change.base) if route.function is not None]
    if len(before) < _FEWEST or change.head is None:
        return
    bare = sum(next(_queries(function), None) is None for function in before)
    known = {function.name for function in before if next(_queries(function), None) is not None}
    if bare < _SHARE * len(before):
        return
    for function in {route.function: None for route in routes_of(changes, change.head) if route.function is not None}:
        found = next(_queries(function), None)
        if found is not None and function.name not in known:
            yield _told(change, change.head, function, found)


def _told(change: Change, head: Source, function: Function, call: ast.Call) -> Hit:
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=head.index.symbol(function),
        fact="query in a route",
        title=f"`{function.name}` runs {code(dotted(call.func))} itself; the other routes of this file do not",
        message="What the layer in between keeps does not hold for this query.",
        confidence=0.62,
    )
    return at_head(change, call, says)


def _queries(function: Function) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call) and _QUERY.search(dotted(node.func)))


_ROUTES = """
    @router.get("/a")
    def a(service):
        return service.a()


    @router.get("/b")
    def b(service):
        return service.b()


    @router.get("/c")
    def c(service):
        return service.c()


    @router.get("/d")
    def d(service):
        return {d}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AR02",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "one route asks by itself",
            base=_ROUTES.format(d="service.d()"),
            head=_ROUTES.format(d="Order.objects.filter(open=True)"),
            finds=((18, "`d` runs `Order.objects.filter` itself"),),
        ),
        Example(
            "all of them ask",
            base=_ROUTES.format(d="service.d()").replace("service.", "Order.objects."),
            head=_ROUTES.format(d="Order.objects.filter(open=True)").replace("service.", "Order.objects."),
        ),
        Example(
            "few routes",
            base='@router.get("/a")\ndef a(service):\n    return service.a()\n',
            head='@router.get("/a")\ndef a(service):\n    return Order.objects.first()\n',
        ),
        Example(
            "another service",
            base=_ROUTES.format(d="service.d()"),
            head=_ROUTES.format(d="orders.open_ones()"),
        ),
    ),
)
