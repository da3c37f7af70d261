"""A table is renamed.

There is no moment at which both the old and the new release can work.

Why it matters:
    Between the migration and the last old process, one side names a table that does not exist: every query
    of that side fails.

Instead:
    Rename in code only and keep the table (`db_table` in Django, `__tablename__` in SQLAlchemy). Or rename
    it and put a view of the old name in its place until the old release is gone.

What it does not see:
    Whether the service is stopped for the deploy. Other spellings of a Django model with `db_table` are no
    rename and silent.

Sources:
    Catalogue MIG-B04; squawk renaming-table, django-migration-linter RENAME_TABLE, strong_migrations
    rename_table, Atlas BC101.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import renamed_table
from checks.schema.operations import CreateObject, CreateTable, RenameTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Tables that get another name in the database."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RenameTable) and case.existing_table and not _covered(case, operation):
            words = Words(
                f"{operation.table} renamed to {operation.new}",
                f"table {operation.table} is renamed to {operation.new}",
                "Old and new release cannot both work: each names a table that the other's schema lacks.",
                f"Rename in code only, or move over. {renamed_table(str(operation.table), str(operation.new))}",
            )
            yield hit(case, words, Action.BLOCK, confidence=0.95)


def _covered(case: Case, operation: RenameTable) -> bool:
    """A view or a rebuilt table of the old name stands in its place, or it takes a rebuilt table's place."""
    for step in case.run.up:
        item = step.operation
        if isinstance(item, CreateObject) and item.kind == "view" and item.name == str(operation.table):
            return True
        if isinstance(item, CreateTable) and item.table in {operation.table, operation.new}:
            return True
    return False


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B04",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders RENAME TO purchases;\n", ((1, "renamed to purchases"),)),
        django(
            "a name of its own first, the model's behind it",
            """
            migrations.AlterModelTable("order", "purchases"),
            migrations.RenameModel("Order", "Purchase"),
            """,
            ((8, "renamed to purchases"),),
        ),
        django("Django's RenameModel", 'migrations.RenameModel("Order", "Purchase"),', ((8, "shop_purchase"),)),
        alembic("Alembic's rename_table", 'op.rename_table("orders", "purchases")', ((9, "purchases"),)),
        sql(
            "a view takes the old name",
            "ALTER TABLE orders RENAME TO purchases;\nCREATE VIEW orders AS SELECT * FROM purchases;\n",
        ),
        django("the table keeps its name", 'migrations.AlterModelTable("order", "shop_order"),'),
        django(
            "a model with a table name of its own",
            """
            migrations.CreateModel("Parcel", fields=[("n", models.IntegerField())], options={"db_table": "parcels"}),
            migrations.RenameModel("Parcel", "Box"),
            """,
        ),
        sql("an index is renamed", "ALTER INDEX orders_status RENAME TO status_of_orders;\n"),
    ),
)
