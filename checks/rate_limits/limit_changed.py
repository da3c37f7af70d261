"""A rate limit or quota changed, or stands in another place.

What counts or limits calls was replaced by a different limit, or moved to another unit.

Why it matters:
    A limit per user is not a limit per address, and ten a minute are not a thousand an hour. The owner of the
    rule sees which is meant.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    What a limit's name stands for in a settings file.

Sources:
    Catalogue RL02; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.RATE_LIMIT, Family.QUOTA}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the families rate limit and quota."""
    del options
    yield from tell(change, claim, "Whether the same callers are held back is for a person to say.")


_SEND = """
    @limiter.limit({rate})
    def send_code(request):
        return deliver(request.json["phone"])
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL02",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the rate is another one",
            base=_SEND.format(rate='"5/minute"'),
            head=_SEND.format(rate='"500/minute"'),
            finds=((1, "changed"),),
        ),
        Example(
            "fewer rows of a query",
            base="def last(orders, n):\n    rows = orders.order_by('pk').limit(n)\n    return send(rows)\n",
            head="def last(orders, n):\n    rows = orders.order_by('pk').offset(n)\n    return send(rows)\n",
        ),
        Example(
            "the quotes changed",
            base=_SEND.format(rate='"5/minute"'),
            head=_SEND.format(rate="'5/minute'"),
        ),
        Example(
            "the limited code changed",
            base=_SEND.format(rate='"5/minute"'),
            head=_SEND.format(rate='"5/minute"').replace("deliver(", "deliver_sms("),
        ),
    ),
)
