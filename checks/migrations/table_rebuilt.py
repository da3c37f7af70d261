"""SQLite rebuilds the table for this change.

It is copied into a new table, dropped, and renamed.

Why it matters:
    SQLite can hardly alter a table. The copy locks the whole database; with foreign keys on, the DROP deletes
    or orphans what points to the table, and triggers and unnamed constraints are lost on the way.

Instead:
    Test it on a copy of the data, with foreign keys off around it; Alembic: `batch_alter_table` with a naming
    convention.

What it does not see:
    Whether production runs on SQLite at all. Off unless a repository asks for it.

Sources:
    Catalogue MIG-A25; SQLite documentation "Making Other Kinds Of Table Schema Changes"; Alembic
    documentation "Running Batch Migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.migration import Framework
from checks.schema.names import TableName
from checks.schema.operations import ChangeType, DropColumn, DropNotNull, Operation, SetNotNull


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The first change of each table that SQLite rebuilds, where it is the engine for sure."""
    del options
    seen: set[str] = set()
    for case in cases(change):
        table = _rebuilt(case.operation)
        framework = case.run.migration.framework
        if table is None or case.engine != "sqlite" or not case.existing_table or framework is Framework.SQL:
            continue
        if str(table) not in seen:
            seen.add(str(table))
            words = Words(
                f"{table} rebuilt",
                f"SQLite rebuilds {table} for {case.operation.said}",
                "The database is locked while it is copied, and triggers and unnamed constraints are lost.",
                "Test it on a copy, with foreign keys off around it.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


def _rebuilt(operation: Operation) -> TableName | None:
    """The table that SQLite cannot alter in place."""
    return operation.table if isinstance(operation, ChangeType | DropNotNull | SetNotNull | DropColumn) else None


_SQLITE = Settings(database=Database(engine="sqlite"))

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A25",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        django(
            "a column goes",
            'migrations.RemoveField("order", "note"),',
            ((8, "SQLite rebuilds shop_order"),),
            settings=_SQLITE,
        ),
        alembic(
            "in a batch",
            """
            with op.batch_alter_table("orders") as batch:
                batch.alter_column("note", nullable=False)
            """,
            ((10, "orders"),),
            settings=_SQLITE,
        ),
        django("another engine", 'migrations.RemoveField("order", "note"),'),
        django("a new column", 'migrations.AddField("order", "n", models.IntegerField(null=True)),', settings=_SQLITE),
        sql("SQL says itself what it does", "ALTER TABLE orders DROP COLUMN note;\n", settings=_SQLITE),
    ),
)
