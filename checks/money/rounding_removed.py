"""An amount is no longer rounded, or its currency no longer asked.

A function rounded an amount (`quantize`, a rounding mode) or compared currencies before it went on. It does not any
more.

Why it matters:
    Fractions of a cent reach the invoice and the payment, which round them differently; amounts of two currencies are
    added.

Instead:
    Round once, where the amount is made, and refuse to mix currencies.

What it does not see:
    Rounding by the column or by the payment service.

Sources:
    Catalogue MQ02; Python documentation, decimal, Rounding modes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.statements import Surroundings
from checks.ledger.unit import Unit

_ROUNDS = re.compile(r"(^|\.)(quantize|round_half_even|round_half_up|round_money|round_amount|to_cents|round_price)$")
_AMOUNT = re.compile(
    r"(^|_)(amount|price|total|subtotal|cost|fee|tax|vat|balance|discount|refund|charge|net|gross|payout|money)s?($|_)",
    re.IGNORECASE,
)
_STILL = 0.4


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every rounding or comparison of currencies that went while the function stays."""
    for pair, label, node in dropped(change, _kept_exact):
        left = {text for text, _ in _kept_exact(pair.head)}
        rest = [stmt for stmt in pair.base.own if not any(inner is node for inner in ast.walk(stmt))]
        if label in left or Surroundings(pair.head.own).share(rest) < _STILL:
            continue
        currency = label == "currency"
        says = Sentence(
            kind=Kind.LOST,
            symbol=pair.base.name,
            fact=f"exact {label}",
            title=f"`{pair.base.name}` no longer {'compares currencies' if currency else f'rounds with {code(label)}'}",
            message="Amounts differ by fractions of a cent, or are of two currencies.",
            confidence=0.76,
        )
        yield at_base(change, node, says)


def _kept_exact(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        match node:
            case ast.Call(func=function) if _ROUNDS.search(dotted(function) or _method(function)):
                yield _method(function), node
            case ast.Call(func=ast.Name(id="round"), args=[what, *_]) if _AMOUNT.search(_last(what)):
                yield "round", node
            case ast.Compare(left=left, ops=[ast.NotEq() | ast.Eq()], comparators=[right]):
                if "currency" in _last(left) and "currency" in _last(right):
                    yield "currency", node
            case _:
                continue


def _method(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else dotted(node).rpartition(".")[2]


def _last(node: ast.expr) -> str:
    return dotted(node).rpartition(".")[2]


_TAX = """
    def tax_of(order):
        tax = order.net * RATE
        {round}
        return tax
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MQ02",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the tax is not rounded",
            base=_TAX.format(round="tax = tax.quantize(CENT, ROUND_HALF_UP)"),
            head=_TAX.format(round="log(tax)"),
            finds=((3, "no longer rounds with `quantize`"),),
        ),
        Example(
            "two currencies are added",
            base="def add(a, b):\n    if a.currency != b.currency:\n        raise Mixed\n    return a.n + b.n\n",
            head="def add(a, b):\n    return a.n + b.n\n",
            finds=((2, "no longer compares currencies"),),
        ),
        Example(
            "rounded elsewhere in the function",
            base=_TAX.format(round="tax = tax.quantize(CENT, ROUND_HALF_UP)"),
            head="def tax_of(order):\n    return (order.net * RATE).quantize(CENT)\n",
        ),
        Example(
            "no amount",
            base="def width(box):\n    return round(box.width)\n",
            head="def width(box):\n    return box.width\n",
        ),
        Example(
            "the function computes nothing any more",
            base=_TAX.format(round="tax = tax.quantize(CENT)"),
            head="def tax_of(order):\n    return service.tax(order)\n",
        ),
    ),
)
