"""A materialized view is refreshed without CONCURRENTLY.

Nobody can read the view while it is filled anew.

Why it matters:
    REFRESH MATERIALIZED VIEW takes an ACCESS EXCLUSIVE lock for as long as its query runs: every reader of
    the view waits for the deploy.

Instead:
    `REFRESH MATERIALIZED VIEW CONCURRENTLY`, which needs a unique index on the view; or refresh it outside
    of the migration.

What it does not see:
    Whether the view has a unique index. A view that is made in the same file is silent.

Sources:
    Catalogue MIG-A21; PostgreSQL documentation "REFRESH MATERIALIZED VIEW".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import TableName
from checks.schema.operations import CreateObject, RefreshView


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Refreshes that lock readers out."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RefreshView) and not operation.concurrently and not _made_here(case, operation.name):
            words = Words(
                f"refresh {operation.name}",
                f"materialized view {operation.name} is refreshed without CONCURRENTLY",
                "Every reader of the view waits until its query is done.",
                "REFRESH … CONCURRENTLY, with a unique index on the view.",
            )
            yield hit(case, words, Action.WARN)


def _made_here(case: Case, name: TableName) -> bool:
    return any(isinstance(step.operation, CreateObject) and step.operation.name == str(name) for step in case.beside())


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A21",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a refresh", "REFRESH MATERIALIZED VIEW sales;\n", ((1, "without CONCURRENTLY"),)),
        sql("concurrently", "REFRESH MATERIALIZED VIEW CONCURRENTLY sales;\n"),
        sql(
            "a view of the same file",
            "CREATE MATERIALIZED VIEW sales AS SELECT 1 AS n;\nREFRESH MATERIALIZED VIEW sales;\n",
        ),
        alembic("another statement about it", "op.execute(\"COMMENT ON MATERIALIZED VIEW sales IS 'x'\")"),
    ),
)
