"""REINDEX runs without CONCURRENTLY.

Indexes are built again while writers, and readers of the index, wait.

Why it matters:
    REINDEX locks the table against writes, and every query that would use the index waits as well.

Instead:
    `REINDEX … CONCURRENTLY` (PostgreSQL 12 and newer), outside a transaction.

What it does not see:
    How large the index is. REINDEX SYSTEM has no concurrent form and is silent.

Sources:
    Catalogue MIG-A15; PostgreSQL documentation "REINDEX"; squawk require-concurrent-reindex,
    django-migration-linter REINDEX.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.operations import Reindex


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Index rebuilds that lock."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, Reindex) and not operation.concurrently and operation.target != "system":
            words = Words(
                f"reindex {operation.target} {operation.name}",
                f"REINDEX {operation.target.upper()} {operation.name} without CONCURRENTLY",
                "Writers, and readers of the index, wait until it is built again.",
                "Write REINDEX … CONCURRENTLY, outside a transaction.",
            )
            yield replace(hit(case, words, by_lock(case)), suggestion=_suggestion(case, operation))


def _suggestion(case: Case, operation: Reindex) -> Suggestion | None:
    if case.run.migration.framework is not Framework.SQL or operation.transaction is None or operation.transaction.sure:
        return None
    return edited(case, r"^(REINDEX\s+(?:INDEX|TABLE|SCHEMA|DATABASE))\b", r"\1 CONCURRENTLY")


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A15",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a table", "REINDEX TABLE orders;\n", ((1, "without CONCURRENTLY"),)),
        alembic("an index, by Alembic", 'op.execute("REINDEX INDEX orders_status")', ((9, "orders_status"),)),
        sql("concurrently", "REINDEX INDEX CONCURRENTLY orders_status;\n"),
        sql("concurrently, as an option", "REINDEX (CONCURRENTLY) TABLE orders;\n"),
        sql("the system's own tables", "REINDEX SYSTEM shop;\n"),
    ),
)
