"""What waited for the commit now runs before it.

A task, mail or signal was handed to `on_commit`. It is now called at once, inside the transaction.

Why it matters:
    The worker is faster than the commit and does not find the row, or the transaction rolls back and the
    mail is out already.

Instead:
    Keep `transaction.on_commit(...)`, `delay_on_commit`, or write to an outbox in the same transaction.

What it does not see:
    Whether the call ever ran inside a transaction; where none is open, the two are the same.

Sources:
    Catalogue TX05, TX06; Django documentation "Performing actions after commit"; Celery documentation
    "Django: delay_on_commit".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.ON_COMMIT}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost guards of the family on-commit."""
    del options
    yield from tell(change, claim, "It runs before the data is visible, and also when the transaction rolls back.")


_PAY = """
    def pay(order):
        with transaction.atomic():
            order.paid = True
            order.save()
            {after}
            order.log("paid")
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX05", "TX06"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the mail is sent at once",
            base=_PAY.format(after="transaction.on_commit(lambda: send_receipt.delay(order.pk))"),
            head=_PAY.format(after="send_receipt.delay(order.pk)"),
            finds=((5, "on_commit"),),
        ),
        Example(
            "lambda became partial",
            base=_PAY.format(after="transaction.on_commit(lambda: send_receipt.delay(order.pk))"),
            head=_PAY.format(after="transaction.on_commit(partial(send_receipt.delay, order.pk))"),
        ),
        Example(
            "on_commit became delay_on_commit",
            base=_PAY.format(after="transaction.on_commit(lambda: send_receipt.delay(order.pk))"),
            head=_PAY.format(after="send_receipt.delay_on_commit(order.pk)"),
        ),
        Example(
            "the receipt is no longer sent here",
            base="""
                def pay(order):
                    order.paid = True
                    order.save()
                    transaction.on_commit(lambda: send_receipt.delay(order.pk))
            """,
            head="""
                def archive(order):
                    order.archived = True
            """,
        ),
    ),
)
