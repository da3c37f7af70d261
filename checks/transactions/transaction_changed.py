"""A transaction, lock or commit hook changed, or stands in another place.

What keeps writes together or apart was replaced by a different one, or moved to another unit, and nothing
proves that the new one covers the same statements.

Why it matters:
    A lock with another key protects against other runs; a transaction that ends earlier leaves the last
    write outside. Whether that matters, someone who knows the load answers quickly.

Instead:
    Nothing needs to change. Let someone who owns the area compare the two and sign.

What it does not see:
    Whether two keys are always equal.

Sources:
    Catalogue TX03, CC16; guard-ledger verdicts "changed" and "moved".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import CHANGES, Claim, Family, tell

claim = Claim(
    frozenset({Family.TRANSACTION, Family.LOCK, Family.ON_COMMIT, Family.INTEGRITY}),
    CHANGES,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Changed and moved guards of the four families around transactions."""
    del options
    yield from tell(change, claim, "Whether the same statements are protected is for a person to say.")


_SYNC = """
    def sync(account):
        with advisory_lock({key}):
            account.replace(fetch(account))
            account.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX03", "CC16"),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the lock has another key",
            base=_SYNC.format(key="account.pk"),
            head=_SYNC.format(key="account.region"),
            finds=((2, "changed"),),
        ),
        Example(
            "the layout of the lock changed",
            base=_SYNC.format(key="account.pk"),
            head=_SYNC.format(key="\n            account.pk\n        "),
        ),
        Example(
            "what is done under the lock changed",
            base=_SYNC.format(key="account.pk"),
            head=_SYNC.format(key="account.pk").replace("fetch(account)", "fetch_all(account)"),
        ),
    ),
)
