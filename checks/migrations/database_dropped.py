"""A database or schema is dropped.

Everything in it is gone.

Why it matters:
    No migration has a reason to drop a whole database or schema where it runs in production.

Instead:
    Remove it by hand, after a backup, by somebody who answers for it.

What it does not see:
    Nothing else is looked at: every such statement is told.

Sources:
    Catalogue MIG-C06; squawk ban-drop-database; Atlas DS101.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import CreateObject, DropObject


def find(change: Change, options: Options) -> Iterator[Hit]:
    """DROP DATABASE and DROP SCHEMA."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropObject) and operation.kind in {"database", "schema"}:
            made = (step.operation for step in case.before())
            if any(isinstance(item, CreateObject) and item.name == operation.name for item in made):
                continue
            words = Words(
                f"{operation.kind} {operation.name} dropped",
                f"{operation.kind} {operation.name} is dropped",
                "Everything in it is gone.",
                "Remove it by hand, after a backup.",
            )
            yield hit(case, words, Action.BLOCK, confidence=0.95)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C06",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a database", "DROP DATABASE IF EXISTS shop;\n", ((1, "database shop"),)),
        alembic("a schema", 'op.execute("DROP SCHEMA shop CASCADE")', ((9, "schema shop"),)),
        sql("a schema of the same file", "CREATE SCHEMA tmp;\nDROP SCHEMA tmp;\n"),
        sql("a table in a schema", "DROP TABLE shop.parcels;\n"),
    ),
)
