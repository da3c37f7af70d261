"""A filter or parameter of an endpoint is gone.

Callers could narrow, order or shape the answer by a parameter. The endpoint no longer knows it.

Why it matters:
    Most frameworks ignore what they do not know: the caller asks for one customer's orders and gets everybody's.

Instead:
    Keep the parameter, or refuse it with a clear error until callers stop sending it.

What it does not see:
    Parameters that are read from the request by hand.

Sources:
    Catalogue AP12; Google API Improvement Proposals, AIP-180.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.declarations.pairs import ClassPair, class_pairs
from checks.declarations.routes import Route, route_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code, quote

_LISTS = frozenset({"filterset_fields", "filter_fields", "search_fields", "ordering_fields"})
_FILTER_SETS = re.compile(r"(FilterSet|Filter|FilterSetMixin)$")
_INJECTED = re.compile(
    r"^(request|response|self|cls|background_tasks|session|db|db_session|user|current_user|_\w*|info|args|kwargs)$"
)
_PROVIDED = re.compile(
    r"\b(Depends|Security|Request|Response|BackgroundTasks|Session|AsyncSession|WebSocket)\b|Dep\b|Service\b"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Parameters of routes, filter lists and filter sets that are gone."""
    for base, head in route_pairs(change):
        if base.function is not None and head.function is not None and base.mark == head.mark:
            kept = {node.arg for node in ast.walk(head.function.args) if isinstance(node, ast.arg)}
            for name, node in _parameters(base):
                if name not in kept and f"{{{name}" not in base.path and f":{name}" not in base.path:
                    yield _told(change, node, base.name, name, head.function)
    for pair in class_pairs(change):
        yield from _of_class(pair)


def _parameters(route: Route) -> Iterator[tuple[str, ast.arg]]:
    """The parameters that a caller sends in the address."""
    function = route.function
    if function is None or not route.verbs & {"GET", "DELETE", "HEAD"}:
        return
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
    pairs = (*zip(positional, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    for argument, default in pairs:
        told = " ".join(ast.unparse(node) for node in (argument.annotation, default) if node is not None)
        if default is not None and not _INJECTED.match(argument.arg) and not _PROVIDED.search(told):
            yield argument.arg, argument


def _of_class(pair: ClassPair) -> Iterator[Hit]:
    for name in _LISTS & pair.base.attributes.keys() & pair.head.attributes.keys():
        old, new = pair.base.attributes[name].value, pair.head.attributes[name].value
        kept = _entries(new)
        for text, node in _entries(old).items():
            if text not in kept:
                yield _told(pair.change, node, pair.base.name, text, None)
    if any(_FILTER_SETS.search(base) for base in pair.base.bases):
        for name, attribute in pair.base.attributes.items():
            made = attribute.value
            if name not in pair.head.attributes and isinstance(made, ast.Call) and "Filter" in dotted(made.func):
                yield _told(pair.change, attribute.statement, pair.base.name, name, None)


def _entries(value: ast.expr | None) -> dict[str, ast.AST]:
    items = value.elts if isinstance(value, ast.List | ast.Tuple) else value.keys if isinstance(value, ast.Dict) else ()
    return {item.value: item for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)}


def _told(change: Change, was: ast.AST, symbol: str, name: str, now: ast.AST | None) -> Hit:
    says = Sentence(
        kind=Kind.LOST,
        symbol=symbol,
        fact=f"parameter {name}",
        title=f"`{symbol}` no longer knows the parameter {code(name)}",
        message="Callers that narrow the answer by it get all of it.",
        confidence=0.6,
    )
    evidence = () if now is None else (quote(change, Side.RIGHT, now, "now"),)
    return at_base(change, was, says, *evidence)


_ROUTE = """
    @router.get("/orders")
    def list_orders(shop: int | None = None{more}):
        return search(shop)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP12",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the parameter is gone",
            base=_ROUTE.format(more=", customer: int | None = None"),
            head=_ROUTE.format(more=""),
            finds=((2, "no longer knows the parameter `customer`"),),
        ),
        Example(
            "the filter is gone from the view",
            base='class OrderView(ViewSet):\n    filterset_fields = ["shop", "customer"]\n    x = 1\n',
            head='class OrderView(ViewSet):\n    filterset_fields = ["shop"]\n    x = 1\n',
            finds=((2, "`customer`"),),
        ),
        Example(
            "the parameter has a type that says all",
            base=_ROUTE.format(more=', customer: str = Query(..., description="whose")'),
            head=_ROUTE.format(more=", *, customer: CustomerQuery"),
        ),
        Example(
            "what the framework provides is gone",
            base=_ROUTE.format(more=", db: Session = Depends(get_db)"),
            head=_ROUTE.format(more=""),
        ),
        Example(
            "one parameter more",
            base=_ROUTE.format(more=""),
            head=_ROUTE.format(more=", customer: int | None = None"),
        ),
        Example(
            "the endpoint is gone",
            base=_ROUTE.format(more=", customer: int | None = None"),
            head="def list_orders(shop):\n    return search(shop)\n",
        ),
    ),
)
