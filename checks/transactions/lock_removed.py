"""A lock was removed.

An advisory, distributed or in-process lock, or the check of a version or ETag, kept two runs from doing the
same thing at once. It is gone, and what it kept apart still runs.

Why it matters:
    Two workers, two clicks or two deploys do the work twice or in between each other: numbers are given
    out twice, files overwritten, jobs started again.

Instead:
    Keep the lock around the same statements, or replace it by a constraint or a conditional write that
    the database enforces.

What it does not see:
    Queues that run one job at a time by their configuration.

Sources:
    Catalogue CC03, CC10; PostgreSQL documentation "Advisory Locks"; CWE-362, CWE-667.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.LOCK}), LOSSES, but=frozenset({Form.ROW_LOCK}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened locks other than row locks."""
    del options
    yield from tell(change, claim, "Two runs can now do this at the same time.")


_SYNC = """
    def sync(account):
        {opening}
            rows = fetch(account)
            account.replace(rows)
            account.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC03", "CC10"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the advisory lock is gone",
            base=_SYNC.format(opening="with advisory_lock(account.pk):"),
            head=_SYNC.format(opening="if account.enabled:"),
            finds=((2, "advisory_lock"),),
        ),
        Example(
            "the lock in SQL is gone",
            base="""
                def next_number(cursor, project):
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [project])
                    number = largest(cursor, project) + 1
                    insert(cursor, project, number)
                    return number
            """,
            head="""
                def next_number(cursor, project):
                    number = largest(cursor, project) + 1
                    insert(cursor, project, number)
                    return number
            """,
            finds=((2, "pg_advisory_xact_lock"),),
        ),
        Example(
            "the lock became a decorator",
            base=_SYNC.format(opening="with advisory_lock(account.pk):"),
            head="""
                @with_lock("account")
                def sync(account):
                    rows = fetch(account)
                    account.replace(rows)
                    account.save()
            """,
        ),
        Example(
            "the work under the lock went with it",
            base=_SYNC.format(opening="with advisory_lock(account.pk):"),
            head="""
                def sync(account):
                    schedule(account)
            """,
        ),
        Example(
            "a name that only sounds like a lock",
            base="""
                def draw(page):
                    with page.block("header"):
                        page.write("title")
                        page.save()
            """,
            head="""
                def draw(page):
                    page.write("title")
                    page.save()
            """,
        ),
    ),
)
