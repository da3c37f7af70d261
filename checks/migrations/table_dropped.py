"""A table is dropped.

The release that is still running uses it, its rows are gone, and there is no way back.

Why it matters:
    While old processes run, every query on the table fails. After the drop the rows exist in backups only,
    and a rollback of the release finds no table.

Instead:
    1. Stop using it, and deploy that. 2. Take the model out of the state only. 3. Rename it, wait, and drop
    it in a later release.

What it does not see:
    Whether a release that no longer uses the table is already deployed, and whether a copy exists.

Sources:
    Catalogue MIG-B02; squawk ban-drop-table, django-migration-linter DROP_TABLE, Atlas DS102.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import dropped_table
from checks.schema.operations import CreateTable, DropTable, RenameTable

_RUNNING = "The release still running fails on every query on it. "
_GONE = "Its rows are gone, and so is the way back to the release before."


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Tables that go, other than those that a rebuild or this pull request made."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropTable) and case.existing_table and not _rebuilt(case, operation):
            words = Words(
                f"table {operation.table} dropped",
                f"table {operation.table} is dropped",
                f"{_RUNNING}Its rows are gone, and so is the way back." if case.old_code_runs else _GONE,
                dropped_table(case, operation.table),
            )
            yield hit(case, words, Action.SIGN_OFF, confidence=0.95)


def _rebuilt(case: Case, operation: DropTable) -> bool:
    """SQLite's way of altering: a copy takes the table's place."""
    taken = (
        step.operation
        for step in case.run.up
        if isinstance(step.operation, RenameTable | CreateTable) and step.operation.place != operation.place
    )
    for item in taken:
        if isinstance(item, RenameTable) and item.new == operation.table:
            return any(
                isinstance(step.operation, CreateTable) and step.operation.table == item.table for step in case.run.up
            )
        if isinstance(item, RenameTable) and _is_copy(item, operation):
            return True
    return False


def _is_copy(item: RenameTable, operation: DropTable) -> bool:
    return item.new == operation.table and operation.table.name in item.table.name


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B02",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "DROP TABLE IF EXISTS orders;\n", ((1, "table orders is dropped"),)),
        django("Django's DeleteModel", 'migrations.DeleteModel("Order"),', ((8, "shop_order"),)),
        sql("a table of the same file", "CREATE TABLE t (a int);\nDROP TABLE t;\n"),
        alembic(
            "on the way back", 'op.create_table("t", sa.Column("a", sa.Integer()))', downgrade='op.drop_table("t")'
        ),
        django(
            "out of Django's state only",
            'migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Order")]),',
        ),
        sql(
            "SQLite's rebuild",
            """
            PRAGMA foreign_keys = off;
            ALTER TABLE orders RENAME TO orders__old;
            CREATE TABLE orders (id integer PRIMARY KEY AUTOINCREMENT, note text);
            INSERT INTO orders (id, note) SELECT id, note FROM orders__old;
            DROP TABLE orders__old;
            """,
        ),
    ),
)
