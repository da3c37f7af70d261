"""A check on an amount, balance or stock was removed.

The code asked whether there is enough, whether a refund stays within what was paid, whether the currency fits.
The question is gone, and the booking behind it still happens.

Why it matters:
    Balances go below zero, refunds exceed payments, the last item is sold twice. Nothing fails; the books are
    wrong.

Instead:
    Keep the question in the same transaction as the booking, under a lock or as a condition of the update, and
    keep the database constraint behind it.

What it does not see:
    Check constraints of the database, and limits that a payment provider enforces.

Sources:
    Catalogue MQ03, MQ07.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.MONEY}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family money."""
    del options
    yield from tell(change, claim, "The booking goes through for amounts that were refused before.")


_WITHDRAW = """
    def withdraw(account, value):
        {guard}
        account.total -= value
        account.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "MQ03",
        "MQ07",
    ),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the balance is no longer asked",
            base=_WITHDRAW.format(guard="if value > account.balance:\n            raise ValueError('not enough')"),
            head=_WITHDRAW.format(guard="account.touch()"),
            finds=((2, "account.balance"),),
        ),
        Example(
            "the comparison was written the other way round",
            base=_WITHDRAW.format(guard="if value > account.balance:\n            raise ValueError('not enough')"),
            head=_WITHDRAW.format(guard="if account.balance < value:\n            raise ValueError('not enough')"),
        ),
        Example(
            "the question moved into a function that is called",
            base=_WITHDRAW.format(guard="if value > account.balance:\n            raise ValueError('not enough')"),
            head=_WITHDRAW.format(guard="_covered(account, value)")
            + """
    def _covered(account, value):
        if value > account.balance:
            raise ValueError('not enough')
""",
        ),
        Example(
            "a check of something else",
            base=_WITHDRAW.format(guard="if not value:\n            return"),
            head=_WITHDRAW.format(guard="account.touch()"),
        ),
    ),
)
