"""An index is built on an existing table without CONCURRENTLY.

PostgreSQL locks the table against writes for as long as the index takes to build.

Why it matters:
    CREATE INDEX takes a SHARE lock: every INSERT, UPDATE and DELETE waits until the build is done, and the
    requests behind them wait too. On a table of some million rows that is minutes of outage during a deploy.
    A unique index also fails half-way when old rows, or rows of the release still running, break it.

Instead:
    Build it with CONCURRENTLY, outside a transaction: `CREATE INDEX CONCURRENTLY`, Alembic's
    `autocommit_block()` with `postgresql_concurrently=True`, Django's `AddIndexConcurrently` with
    `atomic = False` in a migration of its own.

What it does not see:
    How many rows the table has: without `tables:` in the configuration it asks for a sign-off, with it a
    small table is a note and a large one blocks. MySQL and SQLite build indexes in other ways: silent there.

Sources:
    Catalogue MIG-A01, MIG-A18, MIG-B08, MIG-D01; PostgreSQL documentation "Building Indexes Concurrently";
    squawk require-concurrent-index-creation, django-migration-linter CREATE_INDEX, strong_migrations add_index.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, columns_text, hit
from checks.migrations._locks import under_strong_lock
from checks.migrations._suggest import edited, source_of, with_argument, written
from checks.schema.columns import ConstraintKind
from checks.schema.migration import Framework
from checks.schema.operations import AddConstraint, CreateIndex


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Index builds that lock writers out."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, CreateIndex) or operation.concurrently:
            continue
        if case.existing_table and case.may_be("postgresql") and not _comes_with_foreign_key(case):
            yield _told(case, operation)


def _told(case: Case, operation: CreateIndex) -> Hit:
    index, table = operation.index, operation.table
    what = "unique index" if index.unique else "index"
    codes = ["MIG-A01"] + ["MIG-A18"] * (under_strong_lock(case) is not None) + ["MIG-B08", "MIG-D01"] * index.unique
    harm = "Every write to the table waits until the index is built."
    if index.unique:
        harm += " It fails when two old rows share a value, and the old release may still write such rows."
    instead = "Build it CONCURRENTLY, outside a transaction, in a migration of its own."
    words = Words(
        f"{what} {index.name or '+'.join(index.columns)} on {table} without concurrently",
        f"{operation.said}: {what} on {table} ({columns_text(index.columns)}) is built without CONCURRENTLY",
        harm,
        instead,
    )
    return replace(hit(case, words, by_lock(case), codes=tuple(codes)), suggestion=_suggestion(case, operation))


def _comes_with_foreign_key(case: Case) -> bool:
    """The index of a new foreign key column: the foreign key's own finding speaks of both."""
    return any(
        step.operation.place == case.operation.place
        and isinstance(step.operation, AddConstraint)
        and step.operation.constraint.kind is ConstraintKind.FOREIGN_KEY
        for step in case.run.up
        if case.operation.implied
    )


def _suggestion(case: Case, operation: CreateIndex) -> Suggestion | None:
    """The word CONCURRENTLY where no transaction is open, Alembic's autocommit block around a plain call."""
    if operation.implied or operation.conditional:
        return None
    match case.run.migration.framework:
        case Framework.SQL if operation.transaction is None or not operation.transaction.sure:
            return edited(case, r"^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX)\b", r"\1 CONCURRENTLY")
        case Framework.ALEMBIC if operation.said == "op.create_index":
            text = source_of(case, operation)
            if text is None or operation.place.start_column != 4:
                return None
            call = indent(with_argument(text, "postgresql_concurrently=True"), "    ")
            return written(case, operation, f"with op.get_context().autocommit_block():\n    {call}")
        case _:
            return None


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A01", "MIG-A18", "MIG-B08", "MIG-D01"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a plain index in SQL", "CREATE INDEX orders_note ON orders (note);\n", ((1, "without CONCURRENTLY"),)),
        django(
            "Django's AddIndex on a model that exists",
            'migrations.AddIndex("order", models.Index(fields=["status"], name="order_status")),',
            ((8, "shop_order (status)"),),
        ),
        alembic(
            "Alembic's create_index",
            'op.create_index("orders_note", "orders", ["note"])',
            ((9, "orders (note)"),),
        ),
        sql("with CONCURRENTLY", "CREATE INDEX CONCURRENTLY orders_note ON orders (note);\n"),
        sql("the words stand in a comment", "-- CREATE INDEX orders_note ON orders (note);\nSELECT 1;\n"),
        sql(
            "the table is made in the same file",
            'CREATE TABLE "shop"."parcels" (id bigint PRIMARY KEY, code text);\nCREATE INDEX ON shop.parcels (code);\n',
        ),
        sql("MySQL builds it online", "CREATE INDEX `orders_note` ON `orders` (`note`);\n"),
        django(
            "built concurrently outside a transaction",
            'AddIndexConcurrently("order", models.Index(fields=["status"], name="order_status")),',
            before="from django.contrib.postgres.operations import AddIndexConcurrently",
            atomic=False,
        ),
        django(
            "Django's state only",
            """
            migrations.SeparateDatabaseAndState(
                state_operations=[
                    migrations.AddIndex("order", models.Index(fields=["status"], name="order_status")),
                ],
            ),
            """,
        ),
        alembic(
            "within an autocommit block",
            """
            with op.get_context().autocommit_block():
                op.create_index("orders_note", "orders", ["note"], postgresql_concurrently=True)
            """,
        ),
        alembic(
            "the way back builds an index, not the way up",
            'op.drop_column("orders", "note")',
            downgrade='op.create_index("orders_note", "orders", ["note"])',
        ),
    ),
)
