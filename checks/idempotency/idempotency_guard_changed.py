"""A guard against doing the same thing twice changed, or stands in another place.

An idempotency key, look-up or tolerant insert was replaced by a different one, or moved to another unit, and
nothing proves that the same repetition is caught.

Why it matters:
    A guard that looks in another table, or after the effect instead of before it, lets the repetition through
    that it was made for.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two look-ups find the same earlier run.

Sources:
    Catalogue ID02, ID03, ID09; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.IDEMPOTENCY}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family idempotency."""
    del options
    yield from tell(change, claim, "Whether the same repetition is caught is for a person to say.")


_SEND = """
    def remind(user, period):
        if {guard}:
            return
        user.mail("reminder")
        user.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "ID02",
        "ID03",
        "ID09",
    ),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "something else tells what was already done",
            base=_SEND.format(guard="period.already_reminded(user)"),
            head=_SEND.format(guard="user.duplicate_reminder()"),
            finds=((2, "changed"),),
        ),
        Example(
            "the same question in parentheses",
            base=_SEND.format(guard="period.already_reminded(user)"),
            head=_SEND.format(guard="(period.already_reminded(user))"),
        ),
        Example(
            "the effect changed, not the guard",
            base=_SEND.format(guard="period.already_reminded(user)"),
            head=_SEND.format(guard="period.already_reminded(user)").replace('"reminder"', '"second reminder"'),
        ),
    ),
)
