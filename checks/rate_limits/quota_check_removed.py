"""A quota or plan limit is no longer checked.

The code asked whether the plan or quota still has room. The question is gone, and what it held back still
happens.

Why it matters:
    Paid limits become free ones, and one customer can fill what all of them share.

Instead:
    Keep the question before the effect. When a feature is opened to all plans on purpose, say so and let the
    owner of the area sign.

What it does not see:
    Limits that the billing system enforces later.

Sources:
    Catalogue RL04.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.QUOTA}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family quota."""
    del options
    yield from tell(change, claim, "More can be created than the plan or quota allows.")


_INVITE = """
    def invite(team, address):
        {guard}
        Invitation.objects.create(team=team, address=address)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL04",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the free seats are no longer asked for",
            base=_INVITE.format(guard="if team.seats_left() < 1:\n            raise ValidationError('no seats left')"),
            head=_INVITE.format(guard="team.touch()"),
            finds=((2, "seats_left"),),
        ),
        Example(
            "only the message changed",
            base=_INVITE.format(guard="if team.seats_left() < 1:\n            raise ValidationError('no seats left')"),
            head=_INVITE.format(guard="if team.seats_left() < 1:\n            raise ValidationError('buy a seat')"),
        ),
        Example(
            "raise became return of an error",
            base=_INVITE.format(guard="if team.seats_left() < 1:\n            raise ValidationError('no seats left')"),
            head=_INVITE.format(guard="if team.seats_left() < 1:\n            return Response(status=402)"),
        ),
    ),
)
