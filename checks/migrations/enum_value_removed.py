"""An enum value is renamed or removed.

Rows and running code may still hold it.

Why it matters:
    A renamed value is unknown to the release that is still running: its queries and inserts fail. A value
    that is no longer among a field's choices stays in old rows, which no code knows how to read any more.

Instead:
    1. Add the new value. 2. Write only the new one, and migrate old rows. 3. Retire the old one in a later
    release.

What it does not see:
    Whether any row holds the value.

Sources:
    Catalogue MIG-B09; strong_migrations rename_enum_value; PostgreSQL documentation "ALTER TYPE".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import numbered, renamed_value, retired_value
from checks.schema.operations import ChangeRows, CreateEnum, DropObject, RenameEnumValue, RunCode, SetChoices


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Values of native enums that change, and choices that go."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RenameEnumValue):
            yield _renamed(case, operation)
        elif isinstance(operation, SetChoices) and case.existing_table:
            yield _retired(case, operation)
        elif isinstance(operation, DropObject) and operation.kind == "type" and _made_again(case, operation):
            yield _recreated(case, operation)


def _renamed(case: Case, operation: RenameEnumValue) -> Hit:
    words = Words(
        f"{operation.name} value {operation.value}",
        f"value '{operation.value}' of {operation.name} is renamed to '{operation.new}'",
        "The release still running does not know the new spelling: its queries and inserts fail.",
        renamed_value(f"'{operation.value}'"),
    )
    return hit(case, words, Action.BLOCK)


def _retired(case: Case, operation: SetChoices) -> Hit:
    name = f"{operation.table}.{operation.name}"
    moved = any(isinstance(step.operation, ChangeRows | RunCode) for step in case.run.up)
    words = Words(
        f"choices of {name} without {', '.join(operation.removed)}",
        f"{name} no longer knows {', '.join(operation.removed)}",
        "Old rows keep the value, and the release still running writes it.",
        retired_value(", ".join(operation.removed)),
    )
    return hit(case, words, Action.NOTE if moved else Action.WARN, confidence=0.75)


def _made_again(case: Case, operation: DropObject) -> bool:
    return any(isinstance(step.operation, CreateEnum) and step.operation.name == operation.name for step in case.run.up)


def _recreated(case: Case, operation: DropObject) -> Hit:
    words = Words(
        f"type {operation.name} made again",
        f"enum {operation.name} is dropped and made again with other values",
        "Columns of the type are rewritten, and a value that is missing now breaks old rows and old code.",
        numbered(
            "Add values with ALTER TYPE … ADD VALUE",
            "Move the rows that hold one that shall go",
            "Refuse it by a CHECK a release later",
        ),
    )
    return hit(case, words, Action.BLOCK, confidence=0.8)


_STATES = 'models.CharField(max_length=20, choices=[("new", "New"), ("paid", "Paid")])'
_FEWER = 'models.CharField(max_length=20, choices=[("new", "New")])'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B09",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("renamed", "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';\n", ((1, "renamed to 'fine'"),)),
        django(
            "a choice less",
            f"""
            migrations.AddField("order", "state", {_STATES}),
            migrations.AlterField("order", "state", {_FEWER}),
            """,
            ((9, "no longer knows 'paid'"),),
        ),
        sql("a value is added", "ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';\n"),
        sql("a type that is not made again", "DROP TYPE mood;\n"),
        django(
            "choices in another order",
            f"""
            migrations.AddField("order", "state", {_FEWER}),
            migrations.AlterField("order", "state", {_STATES}),
            """,
        ),
        alembic("a new enum", 'sa.Enum("a", "b", name="mood").create(op.get_bind())'),
    ),
)
