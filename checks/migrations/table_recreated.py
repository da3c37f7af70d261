"""A table is dropped and made again under the same name.

The new table is empty.

Why it matters:
    DROP and CREATE look like a change of the table, but the rows are gone, with the rights, triggers and
    keys that others hold on it.

Instead:
    ALTER the table in place, or copy the rows into the new one before the old one goes.

What it does not see:
    Rows that were saved elsewhere before.

Sources:
    Catalogue MIG-C04; strong_migrations create_table force.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import ChangeRows, CreateTable, DropTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Existing tables that are dropped before a table of their name is made."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropTable) and case.existing_table and _made_again(case, operation):
            words = Words(
                f"{operation.table} dropped and made again",
                f"table {operation.table} is dropped and made again",
                "The new table is empty: its rows, rights and triggers are gone.",
                "ALTER it in place, or copy the rows over first.",
            )
            yield hit(case, words, Action.BLOCK)


def _made_again(case: Case, operation: DropTable) -> bool:
    again = any(
        isinstance(step.operation, CreateTable) and step.operation.table == operation.table for step in case.after()
    )
    saved = any(isinstance(step.operation, ChangeRows) and step.operation.from_query for step in case.before())
    return again and not saved


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C04",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "DROP TABLE orders;\nCREATE TABLE orders (id bigint);\n", ((1, "made again"),)),
        django(
            "by Django",
            """
            migrations.DeleteModel("Order"),
            migrations.CreateModel("Order", fields=[("id", models.BigAutoField(primary_key=True))]),
            """,
            ((8, "shop_order"),),
        ),
        sql("only dropped", "DROP TABLE orders;\n"),
        sql("another table is made", "DROP TABLE orders;\nCREATE TABLE purchases (id bigint);\n"),
        alembic(
            "made on the way back",
            'op.drop_table("orders")',
            downgrade='op.create_table("orders", sa.Column("id", sa.BigInteger()))',
        ),
    ),
)
