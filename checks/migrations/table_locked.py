"""A migration locks a table by hand.

LOCK TABLE holds until the end of the transaction, whatever else it does.

Why it matters:
    Traffic on the table stops until the migration commits. If the lock has to wait, everything queues behind
    it.

Instead:
    Leave the locks to the statements themselves, or bound the wait with `lock_timeout` and keep the
    transaction to one statement.

What it does not see:
    Locks that a function takes inside the database.

Sources:
    Catalogue MIG-A22; PostgreSQL documentation "LOCK".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import LockTable

_HARMLESS = frozenset({"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "READ"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Explicit locks that keep others out."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, LockTable) and operation.mode not in _HARMLESS and case.existing_table:
            words = Words(
                f"lock {operation.table} {operation.mode}",
                f"{operation.table} is locked by hand ({operation.mode or 'ACCESS EXCLUSIVE'})",
                "Traffic on the table stops until the migration commits.",
                "Leave the lock to the statement that needs it, with a lock timeout.",
            )
            yield hit(case, words, Action.NOTE if case.size == "small" else Action.WARN)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A22",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("LOCK TABLE", "BEGIN;\nLOCK TABLE orders;\nCOMMIT;\n", ((2, "orders is locked by hand"),)),
        sql("a lock that lets others work", "BEGIN;\nLOCK TABLE orders IN ROW EXCLUSIVE MODE;\nCOMMIT;\n"),
        sql("the words in a string", "COMMENT ON TABLE orders IS 'LOCK TABLE orders';\n"),
        alembic("a read", 'op.execute("SELECT 1 FROM orders")'),
    ),
)
