"""A rollback was removed from an error path.

The code undid the open transaction when something failed. It no longer does, and what failed before can
still fail.

Why it matters:
    The session stays in a failed transaction: every later statement on it fails with an unrelated error,
    or half of the work is committed by whoever uses the connection next.

Instead:
    Roll back in the handler, or use a scope that does (`with session.begin():`).

What it does not see:
    Sessions that a context manager in another file rolls back.

Sources:
    Catalogue TX09; SQLAlchemy documentation "This Session's transaction has been rolled back".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.TRANSACTION}), LOSSES, forms=frozenset({Form.CALL}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost calls of `rollback`."""
    del options
    yield from tell(change, claim, "After an error the transaction stays open and broken.")


_STORE = """
    def store(session, row):
        try:
            session.add(row)
            session.commit()
        except ValueError:
            {handling}
            log.warning("row refused")
            return None
        return row.id
"""
_BOTH = """
    def store(session, row):
        try:
            session.add(row)
            session.commit()
        except DatabaseError:
            session.rollback()
            raise Conflict
        {rest}
        return row.id
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TX09",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the handler no longer rolls back",
            base=_STORE.format(handling="session.rollback()"),
            head=_STORE.format(handling="session.expire_all()"),
            finds=((6, "session.rollback()"),),
        ),
        Example(
            "a scope that rolls back took its place",
            base=_STORE.format(handling="session.rollback()"),
            head="""
                def store(session, row):
                    try:
                        with session.begin():
                            session.add(row)
                    except ValueError:
                        log.warning("row refused")
                        return None
                    return row.id
            """,
        ),
        Example(
            "the handler of everything else is gone",
            base=_BOTH.format(rest="except Exception:\n            session.rollback()\n            raise"),
            head=_BOTH.format(rest="finally:\n            log(row)"),
            finds=((9, "session.rollback()"),),
        ),
        Example(
            "everything is rolled back at the end",
            base=_BOTH.format(rest="except Exception:\n            session.rollback()\n            raise"),
            head=_BOTH.format(rest="finally:\n            session.rollback()"),
        ),
        Example(
            "one handler for all",
            base=_BOTH.format(rest="except Exception:\n            session.rollback()\n            raise"),
            head="""
                def store(session, row):
                    try:
                        session.add(row)
                        session.commit()
                    except Exception:
                        session.rollback()
                        raise
                    return row.id
            """,
        ),
        Example(
            "only the log line changed",
            base=_STORE.format(handling="session.rollback()"),
            head=_STORE.format(handling="session.rollback()").replace("row refused", "row was refused"),
        ),
    ),
)
