"""A table is named without its schema.

Which table is meant depends on the search path of whoever runs it.

Why it matters:
    Two roles, or two tools, may have two search paths: the migration changes another table than the one that
    was tested, or makes one where nobody looks for it.

Instead:
    `schema.table` everywhere in raw SQL.

What it does not see:
    Search paths. Off unless a repository asks for it.

Sources:
    Catalogue MIG-P06; squawk require-table-schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._suggest import source_of
from checks.schema.migration import Framework
from checks.schema.names import TableName
from checks.schema.operations import CreateTable, DropTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Statements about tables without a schema, in SQL files."""
    del options
    for case in cases(change):
        operation = case.operation
        table: object = getattr(operation, "table", None)
        if case.run.migration.framework is not Framework.SQL or not isinstance(table, TableName) or not table.known:
            continue
        temporary = isinstance(operation, CreateTable) and operation.temporary
        if (
            table.schema
            or temporary
            or operation.implied
            or (
                not isinstance(operation, CreateTable | DropTable)
                and not operation.said.startswith(("ALTER", "ADD", "DROP", "SET", "RENAME"))
            )
        ):
            continue
        text = source_of(case, operation) or ""
        if not re.search(rf"[\w\"]\s*\.\s*\"?{re.escape(table.name)}\b", text, re.IGNORECASE):
            words = Words(
                f"{operation.said} {table} without schema",
                f"{operation.said}: {table} is named without its schema",
                "Which table is meant depends on the search path of whoever runs it.",
                "Say schema.table.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P06",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("a bare name", "ALTER TABLE orders ADD COLUMN n int;\n", ((1, "without its schema"),)),
        sql("the default schema, said", "ALTER TABLE public.orders ADD COLUMN n int;\n"),
        sql("a temporary table", "CREATE TEMPORARY TABLE t (a int);\n"),
        alembic("Alembic has an argument for it", 'op.drop_column("orders", "note")'),
        django("Django has one schema", 'migrations.RemoveField("order", "note"),'),
    ),
)
