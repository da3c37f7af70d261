"""Related rows are loaded one by one again.

A query loaded related rows together with its own (`select_related`, `prefetch_related`, `selectinload`, `joinedload`).
It does not any more, and the relation is still used.

Why it matters:
    Each row now asks the database again: a page of a hundred rows sends a hundred and one queries. In asynchronous
    sessions it is an error at run time.

Instead:
    Keep the loading as long as the relation is read.

What it does not see:
    Relations that templates and serializers read.

Sources:
    Catalogue OQ02; Django documentation, select_related; SQLAlchemy documentation, Relationship Loading Techniques.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import edited_functions
from checks.ledger.unit import Unit
from checks.queries._chains import chains

_METHODS = frozenset({"select_related", "prefetch_related"})
_OPTIONS = frozenset({"selectinload", "joinedload", "subqueryload", "contains_eager", "immediateload"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every relation that a query of both sides no longer loads."""
    for pair in edited_functions(change):
        kept = {relation for relation, _, _ in _loaded(pair.head)}
        roots = {chain.root for chain in chains(pair.head)}
        whole = any(relation == "*" for relation, _, _ in _loaded(pair.head))
        told: set[str] = set()
        for relation, root, node in _loaded(pair.base):
            if relation in kept or whole or root not in roots or relation in told:
                continue
            told.add(relation)
            used = _is_read(pair.head, relation)
            says = Sentence(
                kind=Kind.LOST,
                symbol=pair.base.name,
                fact=f"loading {relation}",
                title=f"`{pair.base.name}` no longer loads {code(relation)} with its rows",
                message="Each row that reads it asks the database again.",
                confidence=0.74 if used else 0.45,
            )
            yield at_base(change, node, says)


def _loaded(unit: Unit) -> Iterator[tuple[str, str, ast.AST]]:
    """(Relation, root of the query, place); "*" for what is computed."""
    for chain in chains(unit):
        for method, call in chain.calls:
            if method in _METHODS:
                for argument in call.args:
                    yield _text(argument), chain.root, argument
            elif method == "options":
                for argument in call.args:
                    if isinstance(argument, ast.Call) and dotted(argument.func).rpartition(".")[2] in _OPTIONS:
                        yield _text(argument.args[0]) if argument.args else "*", chain.root, argument


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Call(func=function, args=[first, *_]) if dotted(function).rpartition(".")[2] == "Prefetch":
            return _text(first)
        case ast.Attribute():
            return dotted(node)
        case _:
            return "*"


def _is_read(unit: Unit, relation: str) -> bool:
    first = relation.partition("__")[0].rpartition(".")[2]
    return any(isinstance(node, ast.Attribute) and node.attr == first for node in unit.nodes)


_LIST = """
    def list_orders(shop):
        orders = Order.objects.filter(shop=shop){loading}
        return [order.{read} for order in orders]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("OQ02",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the customers are read one by one",
            base=_LIST.format(loading='.select_related("customer")', read="customer.name"),
            head=_LIST.format(loading="", read="customer.name"),
            finds=((2, "no longer loads `customer`"),),
        ),
        Example(
            "an option of SQLAlchemy is gone",
            base="def find():\n    return run(select(Order).options(selectinload(Order.lines)))\n",
            head="def find():\n    return run(select(Order))\n",
            finds=((2, "no longer loads `Order.lines`"),),
        ),
        Example(
            "loaded in another way",
            base=_LIST.format(loading='.select_related("customer")', read="customer.name"),
            head=_LIST.format(loading='.prefetch_related("customer")', read="customer.name"),
        ),
        Example(
            "the query is gone",
            base=_LIST.format(loading='.select_related("customer")', read="customer.name"),
            head="def list_orders(shop):\n    return shop.names\n",
        ),
        Example(
            "one relation more",
            base=_LIST.format(loading='.select_related("customer")', read="customer.name"),
            head=_LIST.format(loading='.select_related("customer", "shop")', read="customer.name"),
        ),
    ),
)
