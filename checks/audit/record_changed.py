"""An audit record or redaction changed, or stands in another place.

What is recorded or kept out was replaced by a different call, or moved to another unit.

Why it matters:
    A record that no longer names the actor, or a redaction with a shorter list, looks the same from afar.

Instead:
    Nothing needs to change when the same is recorded and the same kept out.

What it does not see:
    What the called functions do.

Sources:
    Catalogue LG01, LG04; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(frozenset({Family.AUDIT, Family.REDACTION}), CHANGES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the families audit and redaction."""
    del options
    yield from tell(change, claim, "Whether the same is recorded and kept out is for a person to say.")


_GRANT = """
    def grant(user, role):
        user.role = role
        {record}
        user.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "LG01",
        "LG04",
    ),
    kind=Kind.CHANGED,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "another function records",
            base=_GRANT.format(record="audit_role(user, role)"),
            head=_GRANT.format(record="record_event(user, role)"),
            finds=((3, "changed"),),
        ),
        Example(
            "the record got an argument",
            base=_GRANT.format(record="audit_role(user, role)"),
            head=_GRANT.format(record="audit_role(user, role, level=2)"),
        ),
        Example(
            "the effect changed",
            base=_GRANT.format(record="audit_role(user, role)"),
            head=_GRANT.format(record="audit_role(user, role)").replace("user.save()", "user.save(force_update=True)"),
        ),
    ),
)
