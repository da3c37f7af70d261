"""A schema is renamed, or tables move to another one.

Every query path to everything in it changes at once.

Why it matters:
    The release that is still running looks for its tables where they no longer are: all of its queries fail.

Instead:
    Make the new schema, write to both, and move over; or keep the old name in the search path until the old
    release is gone.

What it does not see:
    The search paths of the roles that connect.

Sources:
    Catalogue MIG-B15; strong_migrations rename_schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import renamed_schema, renamed_table
from checks.schema.operations import RenameObject


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Schemas that get another name, tables that get another schema."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RenameObject) and operation.kind in {"schema", "schema of"}:
            words = Words(
                f"{operation.kind} {operation.name} to {operation.new}",
                f"{operation.kind} {operation.name} becomes {operation.new}",
                "The release still running looks for its tables where they no longer are.",
                _steps(operation),
            )
            yield hit(case, words, Action.BLOCK)


def _steps(operation: RenameObject) -> str:
    if operation.kind == "schema":
        return renamed_schema(operation.name)
    return renamed_table(operation.name, operation.new)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B15",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("renamed", "ALTER SCHEMA shop RENAME TO store;\n", ((1, "becomes store"),)),
        alembic("a table moves", 'op.execute("ALTER TABLE orders SET SCHEMA store")', ((9, "orders becomes store"),)),
        sql("a new schema", "CREATE SCHEMA store;\n"),
        sql("an index is renamed", "ALTER INDEX orders_status RENAME TO s;\n"),
    ),
)
