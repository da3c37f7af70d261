"""An audit record is no longer written.

A call recorded who did what. It is gone, and what it recorded still happens.

Why it matters:
    After an incident nobody can say who changed what. Some records are demanded by law or contract.

Instead:
    Keep the record next to the effect, or say which signal or trigger writes it now.

What it does not see:
    Signals, database triggers and middleware in unchanged files that record the same.

Sources:
    Catalogue LG01; OWASP Top 10 2021, A09 Security Logging and Monitoring Failures; CWE-778.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.AUDIT}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family audit."""
    del options
    yield from tell(change, claim, "What happens here leaves no record.")


_GRANT = """
    def grant(user, role):
        user.role = role
        user.save()
        {record}
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("LG01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the record is gone",
            base=_GRANT.format(record="audit_log(user, 'role', role)\n        notify(user)"),
            head=_GRANT.format(record="notify(user)"),
            finds=((4, "audit_log"),),
        ),
        Example(
            "the record says more",
            base=_GRANT.format(record="audit_log(user, 'role', role)"),
            head=_GRANT.format(record="audit_log(user, 'role', role, by=user.manager)"),
        ),
        Example(
            "a debug line is no record",
            base=_GRANT.format(record="log.debug('role %s', role)\n        notify(user)"),
            head=_GRANT.format(record="notify(user)"),
        ),
        Example(
            "what it recorded went away",
            base=_GRANT.format(record="audit_log(user, 'role', role)"),
            head="""
                def grant(user, role):
                    raise NotSupported
            """,
        ),
    ),
)
