"""A foreign key column has no index.

Each delete of a parent reads the whole table.

Why it matters:
    PostgreSQL and SQLite build no index for a foreign key. When a parent is deleted, or its key changes, the
    database scans the child table for rows that point to it, under a lock. Joins over the key scan too.

Instead:
    An index that starts with the column, built CONCURRENTLY on a table that has rows.

What it does not see:
    Indexes that an unread migration made. MySQL builds one by itself: silent there.

Sources:
    Catalogue MIG-M05; eugene E15; PostgreSQL documentation "Foreign Keys".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._lost import plain
from checks.schema.columns import Column, Constraint, ConstraintKind, Reference
from checks.schema.names import TableName
from checks.schema.operations import AddColumn, AddConstraint, CreateIndex, CreateTable, Operation

_INDEXED = frozenset({ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY})
_SCANS = frozenset({"CASCADE", "SET NULL", "SET DEFAULT"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New foreign keys whose first column leads no index, at base or in this pull request."""
    del options
    for case in cases(change):
        if case.engine == "mysql":
            continue
        for table, columns, reference in _keys(case.operation):
            if columns and not any(plain(found[:1]) == plain(columns[:1]) for found in _indexes(case, table) if found):
                yield _told(case, table, columns, reference)


def _told(case: Case, table: TableName, columns: tuple[str, ...], reference: Reference) -> Hit:
    words = Words(
        f"foreign key {table}({'+'.join(columns)}) without index",
        f"foreign key {table} ({columns_text(columns)}) has no index",
        "Each delete of a parent reads the whole table, under a lock.",
        "Add an index that starts with the column.",
    )
    loud = reference.on_delete in _SCANS or case.size in {"large", "huge", "hot"}
    return hit(case, words, Action.WARN if loud else Action.NOTE, confidence=0.75, kind=Kind.MISSING)


def _keys(operation: Operation) -> Iterator[tuple[TableName, tuple[str, ...], Reference]]:
    """Foreign keys that an operation brings; those of a new column come with the column."""
    match operation:
        case CreateTable(table=table, columns=columns, constraints=constraints, managed=True, implied=False):
            for column in columns:
                if column.references is not None and not _covers_itself(column):
                    yield table, (column.name,), column.references
            yield from _of_constraints(table, constraints, columns)
        case AddColumn(table=table, column=column) if column.references is not None and not _covers_itself(column):
            yield table, (column.name,), column.references
        case AddConstraint(table=table, constraint=constraint, on_new_column=False):
            yield from _of_constraints(table, (constraint,), ())
        case _:
            return


def _of_constraints(
    table: TableName, constraints: tuple[Constraint, ...], columns: tuple[Column, ...]
) -> Iterator[tuple[TableName, tuple[str, ...], Reference]]:
    declared = {column.name for column in columns if column.references is not None or _covers_itself(column)}
    for constraint in constraints:
        if (
            constraint.kind is ConstraintKind.FOREIGN_KEY
            and constraint.references is not None
            and not {*constraint.columns[:1]} & declared
        ):
            yield table, constraint.columns, constraint.references


def _covers_itself(column: Column) -> bool:
    return column.indexed or column.unique or column.primary_key


def _indexes(case: Case, table: TableName) -> Iterator[tuple[str, ...]]:
    """Columns of all indexes on a table, at base and in this pull request."""
    before = case.step.table
    if before is not None:
        yield from (item.columns for item in before.indexes)
        yield from (item.columns for item in before.constraints if item.kind in _INDEXED)
    for step in case.beside_on(table):
        match step.operation:
            case CreateIndex(index=index):
                yield index.columns
            case AddConstraint(constraint=constraint) if constraint.kind in _INDEXED:
                yield constraint.columns
            case CreateTable(constraints=constraints, indexes=indexes):
                yield from (item.columns for item in constraints if item.kind in _INDEXED)
                yield from (item.columns for item in indexes)
            case _:
                continue


_TABLE = "CREATE TABLE parcels (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id) ON DELETE CASCADE);\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M05",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a new table", _TABLE, ((1, "has no index"),)),
        alembic(
            "a new column",
            'op.add_column("orders", sa.Column("b", sa.Integer(), sa.ForeignKey("customers.id", ondelete="SET NULL")))',
            ((9, "orders (b)"),),
        ),
        sql("with its index", f"{_TABLE}CREATE INDEX ON parcels (order_id);\n"),
        alembic(
            "index=True",
            'op.add_column("orders", sa.Column("b", sa.Integer(), sa.ForeignKey("customers.id"), index=True))',
        ),
        sql(
            "the first column of the key",
            "CREATE TABLE p (a bigint REFERENCES orders (id), b int, PRIMARY KEY (a, b));\n",
        ),
        sql(
            "an index at base",
            "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;\n",
        ),
        django(
            "Django builds it", 'migrations.AddField("order", "b", models.ForeignKey("shop.customer", models.CASCADE)),'
        ),
        sql(
            "MySQL builds it", "ALTER TABLE `orders` ADD FOREIGN KEY (b) REFERENCES customers (id) ON DELETE CASCADE;\n"
        ),
    ),
)
