"""Another service is called while a transaction is open.

A request, mail, upload or payment is sent from within a transaction; at base it was not, or was not there.

Why it matters:
    The transaction holds its locks and its connection until the other side answers. When the transaction is rolled
    back, the call is not: the customer is charged for an order that does not exist.

Instead:
    Write first, call after the commit (`on_commit`, an outbox row), and store the outcome in a transaction of its own.

What it does not see:
    Calls behind more than one function of the repository; transactions that a caller opens.

Sources:
    Catalogue TX04; Django documentation, Performing actions after commit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger import Gain, gained
from checks.ledger.inside import calls_in_transaction
from checks.ledger.outbound import is_outbound, reaches_out
from checks.ledger.unit import Unit


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every external call that a transaction of the head holds and the base did not."""
    for gain in gained(change, _external):
        before = gain.before
        there = before is not None and any(_named(call) == gain.label for call in _calls(before))
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=gain.unit.name,
            fact=f"external call {gain.label}",
            title=f"`{gain.unit.name}` calls {code(gain.label)} inside a transaction",
            message="Locks are held until the other side answers, and a rollback does not take the call back.",
            confidence=_confidence(gain, already_there=there),
        )
        yield at_head(change, gain.node, says)


def _confidence(gain: Gain, *, already_there: bool) -> float:
    """A transaction that was put around an old call is told less loudly; so is a call behind a function."""
    direct = isinstance(gain.node, ast.Call) and is_outbound(_named(gain.node))
    return (0.8 if direct else 0.66) * (0.85 if already_there else 1.0)


def _external(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for call in calls_in_transaction(unit):
        name = _named(call)
        if reaches_out(unit, name):
            yield name, call


def _calls(unit: Unit) -> Iterator[ast.Call]:
    return (node for node in unit.nodes if isinstance(node, ast.Call))


def _named(call: ast.Call) -> str:
    return dotted(call.func)


_PAY = """
    def pay(order):
        with transaction.atomic():
            order.save()
            {inside}
        {after}
"""
_TELL = """
    def tell(order):
        send_mail(order.text)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX04",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the request moved into the transaction",
            base=_PAY.format(inside="order.touch()", after="requests.post(URL, json=order.data)"),
            head=_PAY.format(inside="requests.post(URL, json=order.data)", after="return order"),
            finds=((4, "inside a transaction"),),
        ),
        Example(
            "behind a function of the file",
            base=_PAY.format(inside="order.touch()", after="return order") + _TELL,
            head=_PAY.format(inside="tell(order)", after="return order") + _TELL,
            finds=((4, "calls `tell` inside"),),
        ),
        Example(
            "after the commit",
            base=_PAY.format(inside="order.touch()", after="return order"),
            head=_PAY.format(inside="transaction.on_commit(lambda: requests.post(URL))", after="return order"),
        ),
        Example(
            "it was there before",
            base=_PAY.format(inside="requests.post(URL)", after="return order"),
            head=_PAY.format(inside="requests.post(URL, timeout=5)", after="return order"),
        ),
        Example(
            "outside of the transaction",
            base=_PAY.format(inside="order.touch()", after="return order"),
            head=_PAY.format(inside="order.touch()", after="requests.post(URL)"),
        ),
        Example(
            "a call of the database",
            base=_PAY.format(inside="order.touch()", after="return order"),
            head=_PAY.format(inside="session.get(Order, order.pk)", after="return order"),
        ),
    ),
)
