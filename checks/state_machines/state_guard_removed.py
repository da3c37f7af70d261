"""A guard on the state of an object was removed.

The code asked for the state before it went on: a paid order was not paid again, a closed case not
reopened, a finished job not run. The question is gone, and what it held back still stands.

Why it matters:
    Transitions that the product does not know become possible. Objects end in states that other code
    never expects, and the same effect happens twice.

Instead:
    Keep the question in the function that makes the transition, or put the old state into the update
    itself (`filter(status=OPEN).update(status=PAID)`).

What it does not see:
    Guards of a state machine library that are declared in files which this change does not touch.

Sources:
    Catalogue SM02, SM13; CWE-841.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Settings, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.STATE}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family state."""
    del options
    yield from tell(change, claim, "Objects in other states now go through this code.")


_REFUND = """
    def refund(order):
        {guard}
        order.gateway.refund(order.total)
        order.status = Order.REFUNDED
        order.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM02", "SM13"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the early exit on the state is gone",
            base=_REFUND.format(guard="if order.status != Order.PAID:\n            raise InvalidState"),
            head=_REFUND.format(guard="order.touch()"),
            finds=((2, "order.status"),),
        ),
        Example(
            "the silent return is gone",
            base=_REFUND.format(guard="if order.is_closed:\n            return"),
            head=_REFUND.format(guard="order.touch()"),
            finds=((2, "order.is_closed"),),
        ),
        Example(
            "a state field that only the configuration knows",
            base=_REFUND.format(guard="if order.progress == 7:\n            return"),
            head=_REFUND.format(guard="order.touch()"),
            finds=((2, "order.progress"),),
            settings=Settings(state_fields={"shop.Order.progress": ("9",)}),
        ),
        Example(
            "the same field, unknown to the configuration",
            base=_REFUND.format(guard="if order.progress == 7:\n            return"),
            head=_REFUND.format(guard="order.touch()"),
        ),
        Example(
            "the comparison was turned round",
            base=_REFUND.format(guard="if order.status != Order.PAID:\n            raise InvalidState"),
            head=_REFUND.format(guard="if not order.status == Order.PAID:\n            raise InvalidState"),
        ),
        Example(
            "the exit became a guarded block",
            base=_REFUND.format(guard="if order.status != Order.PAID:\n            raise InvalidState"),
            head="""
                def refund(order):
                    if order.status == Order.PAID:
                        order.gateway.refund(order.total)
                        order.status = Order.REFUNDED
                        order.save()
            """,
        ),
        Example(
            "a condition on a colour",
            base=_REFUND.format(guard="if order.colour == 'red':\n            return"),
            head=_REFUND.format(guard="order.touch()"),
        ),
    ),
)
