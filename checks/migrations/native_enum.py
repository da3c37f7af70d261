"""A new native enum type.

Values can be added, but never removed.

Why it matters:
    To take a value away, the type must be made anew and every column of it rewritten. The order of its values
    cannot be changed either.

Instead:
    A text column with a CHECK, or a table of values with a foreign key.

What it does not see:
    Whether the values will ever change. Off unless a repository asks for it.

Sources:
    Catalogue MIG-P07; eugene W13.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import CreateEnum


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Native enums that are made."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, CreateEnum):
            words = Words(
                f"enum {operation.name}",
                f"{operation.name or 'a type'} is made as a native enum",
                "A value can never be taken away without rewriting every column of the type.",
                "Use text with a CHECK, or a table of values.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P07",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("in SQL", "CREATE TYPE mood AS ENUM ('ok', 'fine');\n", ((1, "mood"),)),
        alembic("by Alembic", 'sa.Enum("a", "b", name="mood").create(op.get_bind())', ((9, "mood"),)),
        sql("another kind of type", "CREATE TYPE pair AS (a int, b int);\n"),
        sql("a value joins", "ALTER TYPE mood ADD VALUE 'good' AFTER 'fine';\n"),
        django("choices", 'migrations.AddField("order", "m", models.CharField(max_length=9, choices=[("a", "A")])),'),
    ),
)
