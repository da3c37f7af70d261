"""A migration empties a table.

TRUNCATE removes every row at once; with CASCADE, of all tables that point to it as well.

Why it matters:
    All rows are gone, in every environment where the migration runs, and no rollback of the release brings
    them back. CASCADE reaches tables that the migration does not name.

Instead:
    Leave the rows to a reviewed script outside the migrations, or delete the ones that must go by a
    condition, in batches.

What it does not see:
    Whether the table holds rows worth keeping. A table that this pull request made is silent.

Sources:
    Catalogue MIG-C01; squawk ban-truncate-cascade; PostgreSQL documentation "TRUNCATE".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import CreateTable, Truncate


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Tables that are emptied."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, Truncate):
            tables = [str(table) for table in operation.tables if not _made_here(case, str(table))]
            if tables:
                cascade = " and every table that points to it" if operation.cascade else ""
                words = Words(
                    f"truncate {', '.join(tables)}{' cascade' if operation.cascade else ''}",
                    f"TRUNCATE empties {', '.join(tables)}{cascade}",
                    "All rows are gone wherever this migration runs, and no rollback brings them back.",
                    "Delete what must go by a condition, in a reviewed script.",
                )
                yield hit(case, words, Action.BLOCK if operation.cascade else Action.SIGN_OFF)


def _made_here(case: Case, table: str) -> bool:
    made = (step.operation for step in case.beside())
    return any(isinstance(operation, CreateTable) and str(operation.table) == table for operation in made)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C01",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("with CASCADE", "TRUNCATE orders, customers CASCADE;\n", ((1, "every table that points"),)),
        django("by RunSQL", 'migrations.RunSQL("TRUNCATE shop_order", migrations.RunSQL.noop),', ((8, "shop_order"),)),
        sql("a table of the same file", "CREATE TABLE t (a int);\nTRUNCATE t;\n"),
        sql("the word in a string", "COMMENT ON TABLE orders IS 'TRUNCATE orders';\n"),
        alembic("rows by a condition", "op.execute(\"DELETE FROM orders WHERE status = 'test'\")"),
    ),
)
