"""A primary key is dropped, or a table is made without one.

Rows without a key cannot be told apart.

Why it matters:
    Logical replication, most ORMs and many tools need a primary key: without it updates and deletes on a
    replica fail, or touch every row. A key that is dropped also takes its index away.

Instead:
    Keep the key. To change it, build the new one first (`USING INDEX`) and swap both in one statement.

What it does not see:
    A key that is added in a later migration.

Sources:
    Catalogue MIG-S11; Bytebase table.require-pk; PostgreSQL documentation "Replica Identity".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._lost import goes_with_its_columns
from checks.schema.columns import ConstraintKind
from checks.schema.names import TableName
from checks.schema.operations import AddConstraint, CreateTable, DropConstraint

_KIND = ConstraintKind.PRIMARY_KEY


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Primary keys that go, and new tables that have none."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropConstraint) and operation.kind is _KIND and case.existing_table:
            if not _comes(case, operation.table) and not goes_with_its_columns(
                case, operation.table, operation.columns
            ):
                words = Words(
                    f"primary key of {operation.table} dropped",
                    f"the primary key of {operation.table} is dropped",
                    "Replication and the ORM can no longer tell its rows apart.",
                    "Build the new key first, and swap both in one statement.",
                )
                yield hit(case, words, Action.BLOCK, kind=Kind.LOST)
        elif isinstance(operation, CreateTable) and _keyless(case, operation):
            words = Words(
                f"{operation.table} without a primary key",
                f"new table {operation.table} has no primary key",
                "Replication and the ORM cannot tell its rows apart.",
                "Give it one now, while it is empty.",
            )
            yield hit(case, words, Action.NOTE, confidence=0.7, kind=Kind.MISSING)


def _keyless(case: Case, operation: CreateTable) -> bool:
    if (
        operation.temporary
        or not operation.complete
        or operation.partition_of is not None
        or not operation.columns
        or operation.implied
    ):
        return False
    own = any(column.primary_key for column in operation.columns) or any(
        item.kind is _KIND for item in operation.constraints
    )
    return not own and not _comes(case, operation.table)


def _comes(case: Case, table: TableName) -> bool:
    """Whether the pull request adds a primary key to the table."""
    return any(
        isinstance(step.operation, AddConstraint)
        and step.operation.table == table
        and step.operation.constraint.kind is _KIND
        for step in case.beside()
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S11",),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("dropped", "ALTER TABLE orders DROP CONSTRAINT orders_pkey;\n", ((1, "is dropped"),)),
        alembic("a table without one", 'op.create_table("t", sa.Column("a", sa.Integer()))', ((9, "no primary key"),)),
        sql(
            "swapped for another",
            "ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT pk PRIMARY KEY USING INDEX orders_id;\n",
        ),
        sql("a table with one", "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n"),
        django("Django adds one by itself", 'migrations.CreateModel("Tag", fields=[("n", models.IntegerField())]),'),
        sql("a partition", "CREATE TABLE e1 PARTITION OF events FOR VALUES IN (1);\n"),
    ),
)
