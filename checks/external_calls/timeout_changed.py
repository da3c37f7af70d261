"""A timeout is set in another way or in another place.

The limit of time of a call is given by another keyword, or moved to another unit.

Why it matters:
    A limit on connecting is none on reading. It is quickly seen whether the new one covers the wait that hurt.

Instead:
    Nothing needs to change when the new limit covers the same call.

What it does not see:
    The value behind a name.

Sources:
    Catalogue EX01; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.TIMEOUT}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family timeout."""
    del options
    yield from tell(change, claim, "Whether the same wait is limited is for a person to say.")


_RATES = """
    def rates():
        answer = client.fetch("https://rates.example/today"{limit})
        return answer.json()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX01",),
    kind=Kind.CHANGED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "only connecting is limited now",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=", connect_timeout=5"),
            finds=((2, "changed"),),
        ),
        Example(
            "the value changed",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=", timeout=6"),
        ),
        Example(
            "the address changed",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=", timeout=5").replace("today", "now"),
        ),
    ),
)
