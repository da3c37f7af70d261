"""A filter on deleted, archived or inactive rows changed, or stands in another place.

A query or condition passed over rows that are hidden. Another one stands there now, or the same in another
unit, and nothing proves that the same rows stay hidden.

Why it matters:
    A filter that asks for another flag than before can bring deleted things back, or hide what is in use.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two flags of a model are always set together.

Sources:
    Catalogue TN10; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.VISIBILITY}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family visibility."""
    del options
    yield from tell(change, claim, "Whether the same rows stay hidden is for a person to say.")


_REMIND = """
    def remind(team):
        for task in Task.objects.filter({rule}):
            send_reminder(task)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN10",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another flag is asked for",
            base=_REMIND.format(rule="team=team, is_deleted=False"),
            head=_REMIND.format(rule="team=team, is_draft=False"),
            finds=((2, "changed"),),
        ),
        Example(
            "the filter became a call of its own",
            base=_REMIND.format(rule="team=team, is_deleted=False"),
            head=_REMIND.format(rule="team=team).filter(is_deleted=False"),
        ),
        Example(
            "another lookup of the same flag",
            base=_REMIND.format(rule="team=team, deleted_at=None"),
            head=_REMIND.format(rule="team=team, deleted_at__isnull=True"),
        ),
        Example(
            "the order of the tasks changed",
            base=_REMIND.format(rule="team=team, is_deleted=False"),
            head=_REMIND.format(rule="team=team, is_deleted=False).order_by('due'"),
        ),
        Example(
            "a flag spelled out",
            base="def seats(team):\n    return list(select(Seat).where(Seat.team == team, Seat.active.is_(True)))\n",
            head="def seats(team):\n    return list(select(Seat).where(Seat.team == team, Seat.active))\n",
        ),
    ),
)
