"""A missing value is replaced by a default.

A look-up that failed loudly when nothing was there (`[key]`, `get`, `one`) answers a default or nothing now, and nobody
asks whether it did.

Why it matters:
    The error moves away from its cause: an amount is zero, a configuration is empty, a row is None, and the code works
    on with it.

Instead:
    Keep the loud form for what must be there; where it may be missing, say in the next line what happens then.

What it does not see:
    Callers that ask.

Sources:
    Catalogue ER10.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Side
from checks.kit.index import dotted, is_none
from checks.kit.sentence import Sentence, at_base, code, quote
from checks.ledger import edited_functions
from checks.ledger.unit import Unit

_QUIET = frozenset({"first", "afirst", "one_or_none", "scalar", "scalar_one_or_none", "scalars"})
_ROWS = frozenset({"get", "one", "scalar_one", "aget", "first_or_404"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every loud look-up that became quiet and whose answer is used unasked."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        loud, quiet = dict(_keys(pair.base)), dict(_keys_with_default(pair.head))
        still = dict(_keys(pair.head))
        for key in loud.keys() & quiet.keys() - still.keys() - dict(_keys_with_default(pair.base)).keys():
            yield _told(change, pair.base, (f"the key {key}", loud[key], quiet[key]))
        rows, others = dict(_rows(pair.base, _ROWS)), dict(_rows(pair.head, _QUIET))
        for name in rows.keys() & others.keys() - dict(_rows(pair.head, _ROWS)).keys():
            if not _is_asked(pair.head, name) and _is_used(pair.head, name):
                yield _told(change, pair.base, ("a row", rows[name], others[name]))


def _told(change: Change, unit: Unit, places: tuple[str, ast.AST, ast.AST]) -> Hit:
    what, was, now = places
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=unit.name,
        fact=f"default for {what}",
        title=f"`{unit.name}` goes on without {what}: {code(ast.unparse(now))}",
        message="What failed loudly when it was missing goes on with nothing.",
        confidence=0.62,
    )
    return at_base(change, was, says, quote(change, Side.RIGHT, now, "now"))


def _keys(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """`row["total"]` with a constant key that is read."""
    for node in unit.nodes:
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key)), ctx=ast.Load()):
                yield key, node
            case _:
                continue


def _keys_with_default(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    """`row.get("total", 0)`: a default that is no None, so that nobody will ask."""
    for node in unit.nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), default]):
                if not is_none(default) and not _is_kept(default):
                    yield key, node
            case _:
                continue


def _is_kept(default: ast.expr) -> bool:
    """`data.get("name", self.instance.name)`: what is not sent stays as it is."""
    return isinstance(default, ast.Attribute) and bool(dotted(default))


def _rows(unit: Unit, methods: frozenset[str]) -> Iterator[tuple[str, ast.Assign]]:
    """Local name -> the query that binds it, ending in one of the methods."""
    for node in unit.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr=method)) as call):
                if method in methods and _is_query(call):
                    yield name, node
            case _:
                continue


def _is_query(call: ast.Call) -> bool:
    text = ast.unparse(call.func)
    return ".objects" in text or "session." in text or "query" in text or "select(" in text


def _is_asked(unit: Unit, name: str) -> bool:
    tests = (node.test for node in unit.nodes if isinstance(node, ast.If | ast.IfExp | ast.Assert | ast.While))
    return any(isinstance(inner, ast.Name) and inner.id == name for test in tests for inner in ast.walk(test))


def _is_used(unit: Unit, name: str) -> bool:
    return any(isinstance(node, ast.Attribute) and dotted(node.value) == name for node in unit.nodes)


_CHARGE = """
    def charge(row):
        amount = {read}
        pay(amount)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER10",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a missing amount is zero",
            base=_CHARGE.format(read='row["amount"]'),
            head=_CHARGE.format(read='row.get("amount", 0)'),
            finds=((2, "goes on without the key amount"),),
        ),
        Example(
            "what is not sent stays as it is",
            base=_CHARGE.format(read='row["amount"]'),
            head=_CHARGE.format(read='row.get("amount", self.instance.amount)'),
        ),
        Example(
            "a missing row is used",
            base="def show(pk):\n    order = Order.objects.get(pk=pk)\n    return order.total\n",
            head="def show(pk):\n    order = Order.objects.filter(pk=pk).first()\n    return order.total\n",
            finds=((2, "goes on without a row"),),
        ),
        Example(
            "the row is asked for",
            base="def show(pk):\n    order = Order.objects.get(pk=pk)\n    return order.total\n",
            head="def show(pk):\n    order = Order.objects.filter(pk=pk).first()\n    if order is None:\n"
            "        raise Gone\n    return order.total\n",
        ),
        Example(
            "another key",
            base=_CHARGE.format(read='row["amount"]'),
            head=_CHARGE.format(read='row["total"]'),
        ),
        Example(
            "the default was there",
            base=_CHARGE.format(read='row.get("amount", 0)'),
            head=_CHARGE.format(read='row.get("amount", 1)'),
        ),
    ),
)
