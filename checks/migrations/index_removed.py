"""An index under a foreign key is removed.

Deleting a parent now reads the whole child table.

Why it matters:
    For each parent that is deleted or gets another key, the database looks for its children. Without the
    index that is a scan of the whole table, under a lock. Queries that join over the key become scans too.

Instead:
    Keep it, or build the index that takes its place first.

What it does not see:
    Which queries use the index; look at `pg_stat_user_indexes` before any index goes.

Sources:
    Catalogue MIG-S10; eugene E15.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._lost import goes_with_its_columns, plain
from checks.schema.columns import ConstraintKind
from checks.schema.operations import AddConstraint, CreateIndex, DropConstraint, DropIndex

_INDEXED = frozenset({ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Indexes that lead with a foreign key's column and go without a replacement."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropIndex) and not operation.unique and operation.columns and case.existing_table:
            key = _key(case, operation)
            if (
                key
                and not goes_with_its_columns(case, operation.table, operation.columns)
                and not _covered(case, operation)
            ):
                words = Words(
                    f"index {operation.table}({'+'.join(operation.columns)}) removed",
                    f"{operation.table} ({columns_text(operation.columns)}), a foreign key, loses its index",
                    "Each delete of a parent scans the whole table, under a lock.",
                    "Keep it, or build its replacement first.",
                )
                yield hit(case, words, Action.WARN, kind=Kind.LOST, confidence=0.75)


def _key(case: Case, operation: DropIndex) -> bool:
    """Whether the first column is a foreign key that stays."""
    table, first = case.step.table, operation.columns[0]
    if table is None:
        return False
    leaving = {
        name
        for step in case.beside()
        if isinstance(step.operation, DropConstraint) and step.operation.kind is ConstraintKind.FOREIGN_KEY
        for name in plain(step.operation.columns)
    }
    column = table.column(first)
    declared = column is not None and column.references is not None
    keys = [item for item in table.constraints if item.kind is ConstraintKind.FOREIGN_KEY and item.columns]
    return (declared or any(plain(item.columns[:1]) == plain((first,)) for item in keys)) and not plain(
        (first,)
    ) & leaving


def _covered(case: Case, operation: DropIndex) -> bool:
    """Whether another index, of base or of this pull request, leads with the same column."""
    found = [*_at_base(case, operation), *_added(case, operation)]
    first = plain(operation.columns[:1])
    return any(plain(columns[:1]) == first for columns in found if columns)


def _at_base(case: Case, operation: DropIndex) -> Iterator[tuple[str, ...]]:
    table = case.step.table
    if table is not None:
        yield from (item.columns for item in table.constraints if item.kind in _INDEXED)
        named = bool(operation.name)
        yield from (
            item.columns
            for item in table.indexes
            if (item.name != operation.name if named else item.columns != operation.columns)
        )


def _added(case: Case, operation: DropIndex) -> Iterator[tuple[str, ...]]:
    for step in case.beside():
        match step.operation:
            case CreateIndex(table=table, index=index) if table == operation.table and index.name != operation.name:
                yield index.columns
            case AddConstraint(table=table, constraint=constraint) if (
                table == operation.table and constraint.kind in _INDEXED
            ):
                yield constraint.columns
            case _:
                continue


_ADDED = "CREATE INDEX CONCURRENTLY by_customer ON orders (customer_id, status);\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S10",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a foreign key without its index", "DROP INDEX orders_by_customer;\n", ((1, "loses its index"),)),
        sql("no foreign key", "DROP INDEX CONCURRENTLY orders_status;\n"),
        sql("an index nobody saw", "DROP INDEX CONCURRENTLY other;\n"),
        sql("replaced by a wider one", f"{_ADDED}DROP INDEX CONCURRENTLY orders_by_customer;\n"),
        sql(
            "the key goes too", "ALTER TABLE orders DROP CONSTRAINT orders_customer;\nDROP INDEX orders_by_customer;\n"
        ),
        django(
            "a unique rule leads with the same column",
            """
            migrations.AlterField(
                "order", "customer", models.ForeignKey("customer", models.PROTECT, db_index=False)
            ),
            """,
        ),
        alembic(
            "made in the same pull request",
            """
            op.create_index("by_customer", "orders", ["customer_id"])
            op.create_index("by_customer_and_status", "orders", ["customer_id", "status"])
            op.drop_index("by_customer", "orders")
            """,
        ),
    ),
)
