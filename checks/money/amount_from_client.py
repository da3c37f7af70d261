"""The price is what the caller says it is.

An amount that was read from the catalogue, the order or the plan comes out of the request now.

Why it matters:
    Whoever sends the request sets the price: everything costs a cent.

Instead:
    Take from the request what is bought and how many; compute the amount from what is stored.

What it does not see:
    Donations and prices that the payer chooses on purpose.

Sources:
    Catalogue MQ05; CWE-472, External Control of Assumed-Immutable Web Parameter.
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

_AMOUNT = re.compile(
    r"(^|_)(amount|price|unit_price|total|subtotal|discount|fee|cost|unit_amount|balance)(_cents|_minor)?$"
)
_SENT = re.compile(
    r"^(self\.)?(request|req)\.(data|POST|GET|query_params|json|form|args|body|params)(\.get)?$|^(payload|body|data)(\.get)?$"
)
_CHOSEN = re.compile(r"donat|tip|pay_what|top_?up|bid|transfer|refund|withdraw|deposit|expense|budget", re.IGNORECASE)
_SELLS = re.compile(r"charge|pay|order|checkout|purchase|invoice|subscription|intent|cart|book", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every amount of a sale that comes out of the request and did not."""
    for gain in gained(change, _amounts):
        known = gain.before is not None and f"{gain.label}=" in gain.before.text.replace(" ", "")
        says = Sentence(
            kind=Kind.WEAKENED if known else Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"amount {gain.label}",
            title=f"`{gain.unit.name}` takes {code(gain.label)} from what the caller sends",
            message="Whoever sends the request sets the price.",
            confidence=0.78 if known else 0.6,
        )
        yield at_head(change, gain.node, says)


def _amounts(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    if not _SELLS.search(unit.text) or _CHOSEN.search(unit.name):
        return
    for node in unit.nodes:
        match node:
            case ast.keyword(arg=str(name), value=value) | ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
                if _AMOUNT.search(name) and _is_sent(value):
                    yield name, value
            case _:
                continue


def _is_sent(node: ast.expr) -> bool:
    match node:
        case ast.Subscript(value=value):
            return bool(_SENT.match(dotted(value)))
        case ast.Call(func=ast.Attribute(attr="get") as function):
            return bool(_SENT.match(dotted(function)))
        case ast.Call(func=ast.Name(id="int" | "float" | "Decimal"), args=[inner]):
            return _is_sent(inner)
        case _:
            return False


_BUY = """
    def buy(request, product):
        return gateway.charge(amount={amount}, card=request.user.card)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MQ05",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the caller sets the price",
            base=_BUY.format(amount="product.price"),
            head=_BUY.format(amount='Decimal(request.data["amount"])'),
            finds=((2, "takes `amount` from what the caller sends"),),
        ),
        Example(
            "how many of it",
            base=_BUY.format(amount="product.price"),
            head=_BUY.format(amount='product.price * int(request.data["count"])'),
        ),
        Example(
            "a donation",
            base=_BUY.format(amount="product.price").replace("buy", "donate"),
            head=_BUY.format(amount='request.data["amount"]').replace("buy", "donate"),
        ),
        Example(
            "the caller said so before",
            base=_BUY.format(amount='request.data["amount"]'),
            head=_BUY.format(amount='int(request.data["amount"])'),
        ),
    ),
)
