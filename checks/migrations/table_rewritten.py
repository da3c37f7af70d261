"""A whole table is rewritten by one command.

VACUUM FULL, CLUSTER, SET TABLESPACE, SET LOGGED and the like copy the table under the strongest lock.

Why it matters:
    The table is locked against reads and writes for as long as it takes to copy it, and needs its size again
    on disk meanwhile.

Instead:
    pg_repack, or REPACK CONCURRENTLY from PostgreSQL 19 on, outside of deploys; for a move between
    tablespaces, a new table and a copy in batches.

What it does not see:
    How large the table is; say so with `tables:` in the configuration.

Sources:
    Catalogue MIG-A14; PostgreSQL documentation "VACUUM", "CLUSTER"; squawk prefer-repack.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.schema.operations import RewriteTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Commands that copy a table that may hold rows."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RewriteTable) and case.existing_table:
            words = Words(
                f"{operation.how} {operation.table}",
                f"{operation.how} copies {operation.table} under an exclusive lock",
                "Nothing can read or write the table until the copy is done.",
                "Use pg_repack, outside of deploys.",
            )
            yield hit(case, words, by_lock(case))


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A14",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("VACUUM FULL", "VACUUM (FULL, ANALYZE) orders;\n", ((1, "VACUUM FULL copies orders"),)),
        alembic("CLUSTER by Alembic", 'op.execute("CLUSTER orders USING orders_status")', ((9, "CLUSTER"),)),
        sql("plain VACUUM", "VACUUM ANALYZE orders;\n"),
        sql("FULL switched off", "VACUUM (FULL false) orders;\n"),
        sql("only the order is noted", "ALTER TABLE orders CLUSTER ON orders_status;\n"),
    ),
)
