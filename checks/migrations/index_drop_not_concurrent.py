"""An index is dropped without CONCURRENTLY.

PostgreSQL takes the strongest lock on the table to drop an index.

Why it matters:
    DROP INDEX needs an ACCESS EXCLUSIVE lock. It is short by itself, but it waits for every running query,
    and every new query waits behind it: one long report stops the table for all.

Instead:
    `DROP INDEX CONCURRENTLY` outside a transaction; Alembic's `autocommit_block()` with
    `postgresql_concurrently=True`, Django's `RemoveIndexConcurrently` with `atomic = False`.

What it does not see:
    How long the queries on the table run. Silent for MySQL and SQLite.

Sources:
    Catalogue MIG-A02; PostgreSQL documentation "DROP INDEX"; squawk require-concurrent-index-deletion,
    django-migration-linter DROP_INDEX.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.names import UNKNOWN
from checks.schema.operations import DropIndex


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Index drops that wait for the whole table."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, DropIndex) or operation.concurrently:
            continue
        if case.existing_table and case.may_be("postgresql"):
            name = operation.name or columns_text(operation.columns)
            words = Words(
                f"drop index {name} without concurrently",
                f"{operation.said}: index {_named(operation)} is dropped without CONCURRENTLY",
                "The drop waits for every running query on the table, and all new ones wait behind it.",
                "Drop it CONCURRENTLY, outside a transaction.",
            )
            action = Action.NOTE if case.size == "small" else Action.WARN
            yield replace(hit(case, words, action, confidence=0.8), suggestion=_suggestion(case, operation))


def _named(operation: DropIndex) -> str:
    if operation.name and operation.name.strip(UNKNOWN):
        return operation.name
    return f"on {columns_text(operation.columns)}" if operation.columns else "with a name made at run time"


def _suggestion(case: Case, operation: DropIndex) -> Suggestion | None:
    alone = operation.transaction is None or not operation.transaction.sure
    if case.run.migration.framework is not Framework.SQL or not alone or operation.conditional:
        return None
    if sum(step.operation.place == operation.place for step in case.run.up) > 1:
        return None  # several indexes in one statement cannot be dropped concurrently
    return edited(case, r"^(\s*DROP\s+INDEX)\b", r"\1 CONCURRENTLY")


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A02",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a plain drop", "DROP INDEX IF EXISTS orders_status;\n", ((1, "without CONCURRENTLY"),)),
        alembic("Alembic's drop_index", 'op.drop_index("orders_status", table_name="orders")', ((9, "orders_status"),)),
        alembic(
            "a name that is put together at run time",
            'op.execute(f"DROP INDEX ix_{name}_status")',
            ((9, "index ix_…_status is dropped"),),
        ),
        sql("dropped concurrently", "DROP INDEX CONCURRENTLY IF EXISTS orders_status;\n"),
        sql("another kind of drop", "DROP TRIGGER IF EXISTS stamp ON orders;\nDROP TYPE mood;\n"),
        sql("MySQL", "DROP INDEX `orders_status` ON `orders`;\n"),
        django(
            "Django's concurrent removal",
            'RemoveIndexConcurrently("order", "order_status"),',
            before="from django.contrib.postgres.operations import RemoveIndexConcurrently",
            atomic=False,
        ),
    ),
)
