"""A check on an amount, balance or stock changed, or stands in another place.

What decides whether a booking may happen was replaced by a different condition, or moved to another unit.

Why it matters:
    A limit that compares with another number is another limit. Whether it is the right one, the owner of the
    rule says quickly.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two amounts are always equal.

Sources:
    Catalogue MQ02, MQ03; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.MONEY}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family money."""
    del options
    yield from tell(change, claim, "Whether the same amounts are refused is for a person to say.")


_REFUND = """
    def refund(payment, value):
        if {rule}:
            raise ValueError("too much")
        payment.provider.refund(value)
        payment.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "MQ02",
        "MQ03",
    ),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the refund is compared with another amount",
            base=_REFUND.format(rule="value > payment.captured_amount"),
            head=_REFUND.format(rule="value > payment.order.total_price"),
            finds=((2, "changed"),),
        ),
        Example(
            "the comparison was written with not",
            base=_REFUND.format(rule="value > payment.captured_amount"),
            head=_REFUND.format(rule="not value <= payment.captured_amount"),
        ),
        Example(
            "the words of the refusal changed",
            base=_REFUND.format(rule="value > payment.captured_amount"),
            head=_REFUND.format(rule="value > payment.captured_amount").replace("too much", "more than was paid"),
        ),
    ),
)
