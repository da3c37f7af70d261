"""A column is renamed.

There is no moment at which both the old and the new release can work.

Why it matters:
    Between the migration and the last old process, one side names a column that does not exist: every query
    of that side fails. Deploying in the other order only changes who fails.

Instead:
    Keep the column's name and rename in code only (`db_column=` in Django, the first argument of `Column` or
    `mapped_column` in SQLAlchemy). Or add a new column, write both, backfill, switch, and drop the old one.

What it does not see:
    Whether the service is stopped for the deploy.

Sources:
    Catalogue MIG-B03; squawk renaming-column, django-migration-linter RENAME_COLUMN, strong_migrations
    rename_column, Atlas BC102.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import replaced_column
from checks.schema.operations import RenameColumn


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Columns that get another name in the database."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RenameColumn) and case.existing_table and not case.step.new_column:
            if _keeps_its_name(case, operation):
                continue
            old = f"{operation.table}.{operation.name}"
            words = Words(
                f"{old} renamed to {operation.new}",
                f"column {old} is renamed to {operation.new}",
                "Old and new release cannot both work: each names a column that the other's schema lacks.",
                f"Rename in code only and keep the column, or move over. {replaced_column(old, 'name')}",
            )
            yield hit(case, words, Action.BLOCK, confidence=0.95)


def _keeps_its_name(case: Case, operation: RenameColumn) -> bool:
    """Django renames the field alone where db_column names the column."""
    column = case.step.column
    return column is not None and column.name.lower() not in {operation.name.lower(), f"{operation.name.lower()}_id"}


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B03",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders RENAME COLUMN note TO remark;\n", ((1, "renamed to remark"),)),
        django("Django's RenameField", 'migrations.RenameField("order", "note", "remark"),', ((8, "shop_order.note"),)),
        alembic(
            "Alembic's new_column_name", 'op.alter_column("orders", "note", new_column_name="remark")', ((9, "remark"),)
        ),
        alembic("the name stays", 'op.alter_column("orders", "note", new_column_name="note")'),
        sql("a constraint is renamed", "ALTER TABLE orders RENAME CONSTRAINT positive_total TO total_positive;\n"),
        sql("a table of the same file", "CREATE TABLE t (a int);\nALTER TABLE t RENAME COLUMN a TO b;\n"),
        django(
            "in Django's state only",
            'migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameField("order", "note", "n")]),',
        ),
    ),
)
