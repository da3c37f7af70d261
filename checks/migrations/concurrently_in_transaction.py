"""A CONCURRENTLY statement runs inside a transaction.

PostgreSQL refuses CREATE INDEX CONCURRENTLY and its kin inside a transaction block.

Why it matters:
    The migration fails when it is deployed, after the statements before it, and leaves the release half
    done. Where a tool retries it, an invalid index of the same name may stay behind.

Instead:
    Give it a migration of its own that runs outside a transaction: Django `atomic = False`, Alembic
    `with op.get_context().autocommit_block():`, dbmate `transaction:false`, goose `-- +goose NO TRANSACTION`.

What it does not see:
    What an unknown SQL tool does around the file; say `transaction_per_migration` in the configuration.

Sources:
    Catalogue MIG-A03, MIG-A18; PostgreSQL documentation "CREATE INDEX"; squawk
    ban-concurrent-index-creation-in-transaction; Django documentation "AddIndexConcurrently".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._locks import under_strong_lock
from checks.schema.migration import Framework
from checks.schema.operations import (
    ControlTransaction,
    CreateIndex,
    DetachPartition,
    DropIndex,
    Operation,
    Reindex,
    RewriteTable,
    Setting,
)

_KINDS = (CreateIndex, DropIndex, Reindex, DetachPartition)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Statements that must not run in a transaction, in one."""
    del options
    for case in cases(change):
        if _refuses(case.operation) and case.may_be("postgresql") and _inside(case):
            codes = ("MIG-A03", "MIG-A18") if under_strong_lock(case) is not None else ("MIG-A03",)
            words = Words(
                f"{_what(case.operation)} in a transaction",
                f"{_what(case.operation)} runs inside a transaction",
                "PostgreSQL refuses it there: the migration fails when it is deployed.",
                _way_out(case),
            )
            yield hit(case, words, Action.BLOCK, confidence=0.95, codes=codes)


def _refuses(operation: Operation) -> bool:
    if isinstance(operation, RewriteTable):
        return operation.how == "VACUUM FULL"
    return isinstance(operation, _KINDS) and operation.concurrently


def _inside(case: Case) -> bool:
    """In a transaction for sure; one that only the configuration speaks of needs company to be one."""
    transaction = case.operation.transaction
    if transaction is None or not transaction.sure:
        return False
    migration = case.run.migration
    if (
        transaction.written
        or migration.framework is not Framework.SQL
        or migration.tool not in {"SQL", "Flyway", "golang-migrate"}
    ):
        return True
    work = [step for step in case.run.up if not isinstance(step.operation, Setting | ControlTransaction)]
    return len(work) > 1


def _what(operation: Operation) -> str:
    match operation:
        case CreateIndex(index=index, table=table):
            return f"building index {index.name or '+'.join(index.columns)} on {table} concurrently"
        case DropIndex(name=name):
            return f"dropping index {name} concurrently"
        case Reindex(name=name):
            return f"REINDEX CONCURRENTLY of {name}"
        case DetachPartition(partition=partition):
            return f"detaching partition {partition} concurrently"
        case RewriteTable(how=how, table=table):
            return f"{how} of {table}"
        case _:
            return operation.said


def _way_out(case: Case) -> str:
    match case.run.migration.framework:
        case Framework.DJANGO:
            return "Set `atomic = False` on the migration, and keep it to this one operation."
        case Framework.ALEMBIC:
            return "Put it into `with op.get_context().autocommit_block():`."
        case Framework.SQL:
            return "Move it into a file of its own that runs without a transaction."


_CONCURRENT = "from django.contrib.postgres.operations import AddIndexConcurrently"
_ADD = 'AddIndexConcurrently("order", models.Index(fields=["status"], name="order_status")),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A03", "MIG-A18"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "between BEGIN and COMMIT",
            "BEGIN;\nCREATE INDEX CONCURRENTLY orders_note ON orders (note);\nCOMMIT;\n",
            ((2, "inside a transaction"),),
        ),
        django("an atomic Django migration", _ADD, ((9, "atomic = False"),), before=_CONCURRENT),
        alembic(
            "Alembic without an autocommit block",
            'op.create_index("orders_note", "orders", ["note"], postgresql_concurrently=True)',
            ((9, "autocommit_block"),),
        ),
        django("a Django migration that is not atomic", _ADD, before=_CONCURRENT, atomic=False),
        sql("nobody opens a transaction", "CREATE INDEX CONCURRENTLY orders_note ON orders (note);\n"),
        sql(
            "after the tool's transaction was ended",
            "COMMIT;\nCREATE INDEX CONCURRENTLY orders_note ON orders (note);\n",
            settings=Settings(database=Database(transaction_per_migration=True)),
        ),
        sql(
            "dbmate without a transaction",
            "-- migrate:up transaction:false\nDROP INDEX CONCURRENTLY orders_status;\n\n-- migrate:down\nSELECT 1;\n",
        ),
        alembic(
            "within an autocommit block",
            """
            with op.get_context().autocommit_block():
                op.drop_index("orders_status", "orders", postgresql_concurrently=True)
            """,
        ),
    ),
)
