"""A guard on the state of an object changed, or stands in another place.

The code asks for another state than before, or asks elsewhere, and nothing proves that the same objects go
through.

Why it matters:
    One more or one other state in a condition is a new edge of the state machine, drawn in passing.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two conditions hold for the same states.

Sources:
    Catalogue SM02, SM03; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.STATE}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family state."""
    del options
    yield from tell(change, claim, "Whether the same states go through is for a person to say.")


_SHIP = """
    def ship(parcel):
        if parcel.status != {state}:
            raise ValueError("cannot ship")
        parcel.carrier.send(parcel)
        parcel.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SM02", "SM03"),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another state is asked for",
            base=_SHIP.format(state="Parcel.PACKED"),
            head=_SHIP.format(state="Parcel.CREATED"),
            finds=((2, "changed"),),
        ),
        Example(
            "the message of the refusal changed",
            base=_SHIP.format(state="Parcel.PACKED"),
            head=_SHIP.format(state="Parcel.PACKED").replace("cannot ship", "cannot be shipped"),
        ),
        Example(
            "the state is compared from the other side",
            base=_SHIP.format(state="Parcel.PACKED"),
            head=_SHIP.format(state="Parcel.PACKED").replace(
                "parcel.status != Parcel.PACKED", "Parcel.PACKED != parcel.status"
            ),
        ),
    ),
)
