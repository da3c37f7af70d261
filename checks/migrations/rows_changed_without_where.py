"""A migration deletes or updates every row of a table.

No WHERE: the statement reaches all rows that were ever written.

Why it matters:
    DELETE without WHERE loses the table's content; UPDATE without WHERE overwrites what stood there, and
    locks and rewrites every row in one go.

Instead:
    Name the rows (`WHERE … IS NULL`), work in batches, and keep a copy of what is overwritten.

What it does not see:
    Whether all rows are meant. Columns that the same pull request adds are filled freely: silent.

Sources:
    Catalogue MIG-C02, MIG-C09, MIG-E04; Bytebase statement.where.require.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import AddColumn, ChangeRows, RenameColumn


def find(change: Change, options: Options) -> Iterator[Hit]:
    """DELETE and UPDATE of whole tables."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, ChangeRows) or operation.filtered or not case.existing_table:
            continue
        if operation.verb == "delete":
            words = Words(
                f"delete all of {operation.table}",
                f"DELETE removes every row of {operation.table}",
                "The table's content is gone wherever this migration runs.",
                "Name the rows that must go.",
            )
            yield hit(case, words, Action.BLOCK, codes=("MIG-C02", "MIG-C09"))
        elif operation.verb == "update" and not _fills_new_columns(case, operation):
            columns = ", ".join(operation.sets) or "its columns"
            words = Words(
                f"update all of {operation.table} ({columns})",
                f"UPDATE overwrites {columns} in every row of {operation.table}",
                "What stood there is gone, and every row is locked and rewritten in one go.",
                "Name the rows that need it, in batches.",
            )
            yield hit(case, words, Action.SIGN_OFF, codes=("MIG-C02", "MIG-E04"), confidence=0.8)


def _fills_new_columns(case: Case, operation: ChangeRows) -> bool:
    """An UPDATE that fills nothing but columns of this pull request."""
    new = {
        name.lower()
        for step in case.beside_on(operation.table)
        if isinstance(step.operation, AddColumn | RenameColumn)
        for name in (step.operation.column.name if isinstance(step.operation, AddColumn) else step.operation.new,)
    }
    return bool(operation.sets) and {name.lower() for name in operation.sets} <= new


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C02", "MIG-C09", "MIG-E04"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a DELETE", "DELETE FROM orders;\n", ((1, "removes every row"),)),
        sql("a condition that is always true", "DELETE FROM orders WHERE 1 = 1;\n", ((1, "removes every row"),)),
        alembic(
            "an UPDATE of SQLAlchemy", 'op.execute(sa.table("orders").update().values(note=""))', ((9, "in every row"),)
        ),
        sql("with a condition", "DELETE FROM orders WHERE created_at < '2020-01-01';\n"),
        sql("a column of the same pull request", "ALTER TABLE orders ADD COLUMN n int;\nUPDATE orders SET n = 1;\n"),
        sql("limited by a join", "UPDATE orders SET note = c.email FROM customers c WHERE c.id = customer_id;\n"),
        alembic(
            "a condition, built by calls",
            'op.execute(sa.table("orders").delete().where(sa.column("status") == "test"))',
        ),
        django("in a comment", 'migrations.RunSQL("-- DELETE FROM shop_order;\\nSELECT 1", migrations.RunSQL.noop),'),
    ),
)
