"""A primary key takes over an index whose columns may be NULL.

The table is scanned to make them NOT NULL, under the strongest lock.

Why it matters:
    `PRIMARY KEY USING INDEX` is short only if its columns are NOT NULL already. If not, PostgreSQL sets them
    NOT NULL itself: a full scan under an ACCESS EXCLUSIVE lock, without a word.

Instead:
    `SET NOT NULL` first, in the way that needs no scan: CHECK NOT VALID, VALIDATE, SET NOT NULL.

What it does not see:
    Columns whose making was not read.

Sources:
    Catalogue MIG-P11; eugene W14; PostgreSQL documentation "ALTER TABLE".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._sequence import proven_not_null
from checks.schema.columns import ConstraintKind
from checks.schema.operations import AddConstraint


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Keys that take over an index on columns that are known to take NULL."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, AddConstraint) or operation.constraint.kind is not ConstraintKind.PRIMARY_KEY:
            continue
        loose = _nullable(case, operation) if operation.constraint.using_index and case.existing_table else ()
        if loose:
            words = Words(
                f"primary key of {operation.table} over nullable columns",
                f"primary key {operation.table} over {columns_text(loose)}, which takes NULL",
                "The table is scanned under a lock that stops reads and writes, to set it NOT NULL.",
                f"Make it NOT NULL first. {proven_not_null(case)}",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


def _nullable(case: Case, operation: AddConstraint) -> tuple[str, ...]:
    table = case.step.table
    index = table.index(operation.constraint.using_index) if table is not None else None
    if table is None or index is None:
        return ()
    columns = [table.column(name) for name in index.columns if name]
    return tuple(column.name for column in columns if column is not None and column.nullable is True)


_INDEX = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS by_{column} ON orders ({column});\n"
_KEY = "ALTER TABLE orders ADD CONSTRAINT pk PRIMARY KEY USING INDEX by_{column};\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P11",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a column that takes NULL", f"{_INDEX}{_KEY}".format(column="note"), ((2, "takes NULL"),)),
        sql("a column that does not", f"{_INDEX}{_KEY}".format(column="status")),
        sql("an index nobody saw", _KEY.format(column="note")),
        alembic("built in place: told elsewhere", 'op.create_primary_key("pk", "orders", ["note"])'),
        django(
            "Django's own key", 'migrations.CreateModel("Tag", fields=[("id", models.BigAutoField(primary_key=True))]),'
        ),
    ),
)
