"""A validation changed, or stands in another place.

A condition, validator or sanitizer was replaced by a different one, or moved to another unit.

Why it matters:
    A validation that asks something else refuses other input. Where it matters, a test of the refusal tells.

Instead:
    Nothing needs to change when the same input is refused.

What it does not see:
    Whether two conditions refuse the same values.

Sources:
    Catalogue VA08, VA09; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.VALIDATION}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the family validation."""
    del options
    yield from tell(change, claim, "Whether the same input is refused is for a person to say.")


_NAME = """
    def rename(room, name):
        if {rule}:
            raise ValidationError("no")
        room.name = name
        room.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "VA08",
        "VA09",
    ),
    kind=Kind.CHANGED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another condition refuses",
            base=_NAME.format(rule="len(name) > 40"),
            head=_NAME.format(rule="name.startswith('_')"),
            finds=((2, "changed"),),
        ),
        Example(
            "the answer has other words",
            base=_NAME.format(rule="len(name) > 40"),
            head=_NAME.format(rule="len(name) > 40").replace('"no"', '"too long"'),
        ),
        Example(
            "the comparison was written with not",
            base=_NAME.format(rule="len(name) > 40"),
            head=_NAME.format(rule="not len(name) <= 40"),
        ),
    ),
)
