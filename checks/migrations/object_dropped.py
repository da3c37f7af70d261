"""A view, function, trigger, sequence or type is dropped.

Code, other views and jobs may still use it.

Why it matters:
    Whatever still names the object fails after the migration: queries of the running release, reports,
    triggers that call a function.

Instead:
    Keep it under its old signature until nothing names it; drop it in a later release.

What it does not see:
    Users in other repositories. An object that is made again in the same pull request, and `CREATE OR
    REPLACE`, are silent.

Sources:
    Catalogue MIG-B16, MIG-S07; squawk ban-drop-*; PostgreSQL documentation "Dependency Tracking".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import CreateEnum, CreateObject, DropObject

_KINDS = frozenset(
    {"view", "materialized view", "function", "procedure", "trigger", "sequence", "type", "aggregate", "domain"}
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Objects that go and do not come back."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropObject) and operation.kind in _KINDS and not _comes_back(case, operation):
            guards = operation.kind == "trigger"
            words = Words(
                f"{operation.kind} {operation.name} dropped",
                f"{operation.kind} {operation.name} is dropped",
                "Whatever the trigger kept in step or recorded is no longer kept."
                if guards
                else "Whatever still names it fails after the migration.",
                "Drop it once nothing names it any more.",
            )
            codes = ("MIG-S07", "MIG-B16") if guards else ("MIG-B16",)
            found = hit(case, words, Action.SIGN_OFF if guards else Action.WARN, codes=codes, confidence=0.8)
            yield replace(found, kind=Kind.LOST) if guards else found


def _comes_back(case: Case, operation: DropObject) -> bool:
    """Made before or again in this pull request: a replacement in two steps."""
    return any(
        isinstance(step.operation, CreateObject | CreateEnum) and step.operation.name.lower() == operation.name.lower()
        for step in case.beside()
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B16", "MIG-S07"),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("a view", "DROP VIEW IF EXISTS sales;\n", ((1, "view sales is dropped"),)),
        alembic("a trigger", 'op.execute("DROP TRIGGER audit ON orders")', ((9, "trigger audit"),)),
        sql("replaced in two steps", "DROP VIEW sales;\nCREATE VIEW sales AS SELECT 1 AS n;\n"),
        sql("replaced in one", "CREATE OR REPLACE VIEW sales AS SELECT 1 AS n;\n"),
        sql("an extension", "DROP EXTENSION IF EXISTS hstore;\n"),
    ),
)
