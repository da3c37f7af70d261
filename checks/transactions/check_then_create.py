"""A row is created if it is not there, in two steps.

Code looks whether a row exists and creates it if not, where nothing holds other requests off and no error of the
database is expected; or `get_or_create` became such a pair.

Why it matters:
    Two requests look at the same moment, both find nothing, and both create: two orders, two accounts, or an error that
    nobody handles.

Instead:
    `get_or_create` or an upsert over a unique constraint, or create and catch the unique violation.

What it does not see:
    Locks that a caller holds; whether the database has a unique constraint.

Sources:
    Catalogue CC07; Django documentation, get_or_create().
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import gained
from checks.ledger.unit import Unit

_ASKS = re.compile(r"\.(exists|first|one_or_none|scalar_one_or_none|aexists|afirst)$")
_HELD = re.compile(
    r"IntegrityError|UniqueViolation|Duplicate|select_for_update|with_for_update|[._]lock\b|on_conflict|acquire"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every pair of look and create of one model that the base did not have."""
    for gain in gained(change, _pairs):
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"check then create {gain.label}",
            title=f"`{gain.unit.name}` looks for {code(gain.label)} and then creates it",
            message="Two requests at one time both find nothing, and both create.",
            confidence=0.6,
        )
        yield at_head(change, gain.node, says)


def _pairs(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if not unit.is_function or _HELD.search(unit.text):
        return
    bound = {
        target.id: _model(node.value)
        for node in unit.nodes
        if isinstance(node, ast.Assign) and _is_look(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in unit.nodes:
        if isinstance(node, ast.If):
            model = _missing(node.test, bound)
            if model and any(_creates(inner, model) for stmt in node.body for inner in ast.walk(stmt)):
                yield model, node.test


def _is_look(node: ast.AST) -> bool:
    node = node.value if isinstance(node, ast.Await) else node
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and bool(_ASKS.search(f".{node.func.attr}"))
    )


def _missing(test: ast.expr, bound: dict[str, str]) -> str:
    """The model that the condition found missing: `not X.objects.filter().exists()`, `row is None`, `not row`."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return bound.get(name, "")
        case ast.UnaryOp(op=ast.Not(), operand=operand) if _is_look(operand):
            return _model(operand)
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return bound.get(name, "")
        case _:
            return ""


def _model(node: ast.AST) -> str:
    """The class that the query is about: the first capitalised name in it."""
    names = (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
    return next((name for name in names if name[:1].isupper() and not name.isupper()), "")


def _creates(node: ast.AST, model: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func)
    return name in {f"{model}.objects.create", f"{model}.objects.acreate", f"{model}.create", model}


_OPEN = """
    def open_cart(user):
        {look}
        return cart
"""
_PAIR = """cart = Cart.objects.filter(user=user).first()
        if cart is None:
            cart = Cart.objects.create(user=user)"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC07",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "two steps in place of one",
            base=_OPEN.format(look="cart, _ = Cart.objects.get_or_create(user=user)"),
            head=_OPEN.format(look=_PAIR),
            finds=((3, "looks for `Cart` and then creates it"),),
        ),
        Example(
            "the violation is expected",
            base=_OPEN.format(look="cart, _ = Cart.objects.get_or_create(user=user)"),
            head="def open_cart(user):\n    if not Cart.objects.filter(user=user).exists():\n        try:\n"
            "            Cart.objects.create(user=user)\n        except IntegrityError:\n            pass\n",
        ),
        Example(
            "something else is created",
            base=_OPEN.format(look="cart = None"),
            head=_OPEN.format(look=_PAIR.replace("Cart.objects.create", "Basket.objects.create")),
        ),
        Example(
            "so it was before",
            base=_OPEN.format(look=_PAIR),
            head=_OPEN.format(look=_PAIR.replace("user=user)", "user=user, open=True)")),
        ),
    ),
)
