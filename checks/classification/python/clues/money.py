"""Amounts, balances, prices, stock (family MQ)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.fact import Form
from checks.kit import Area

_MONEY = (
    r"amounts?|balances?|prices?|currency|refunds?|refunded|charges?|charged|invoices?|discounts?"
    r"|fees?|tax(?:es)?|credits?|payouts?|stock|inventory|subtotal|grand total|captured"
)

CLUES = (
    Clue(
        Area.MONEY,
        "amount check",
        (Form.CONDITION,),
        0.75,
        says=_MONEY + r"|insufficient \w+|quantity available|available quantity",
        exits=EXITS,
    ),
    Clue(
        Area.MONEY,
        "amount",
        (Form.CALL,),
        0.75,
        named=(
            r"quantize$|to cents$|from cents$|create (?:charge|refund|payment|payout|invoice)$|(?:charge"
            r"|refund|payment intent|payout|invoice)s?(?: \w+)? (?:create|capture|confirm|cancel)$|(?:capture"
            r"|charge|refund) (?:payment|order|customer|card)$|round half \w+"
        ),
    ),
    Clue(Area.MONEY, "amount", (Form.WRITE,), 0.7, named=rf"(?:\w+ )*(?:{_MONEY})$"),
    Clue(
        Area.MONEY,
        "amount",
        (Form.ARGUMENT,),
        0.65,
        named=rf"^(?:\w+ )*(?:{_MONEY})$",
        inside=r"update|create|charge|refund|payment|filter|values",
    ),
    Clue(
        Area.MONEY,
        "amount",
        (Form.ARGUMENT,),
        0.65,
        inside=r"^(?:decimal )?decimal(?= <|$)|^float(?= <|$)|^round(?= <|$)",
        says=_MONEY,
    ),
)
