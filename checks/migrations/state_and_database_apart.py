"""Django's state and the database are changed apart, and only one of them is.

One half of SeparateDatabaseAndState is missing.

Why it matters:
    Until the other half follows, Django's picture of the schema is not the schema. That may be the plan (take
    a field out of the state first, drop the column later), but nobody reminds you of the second half.

Instead:
    Pair both halves in one migration, or name the pull request that brings the other one.

What it does not see:
    A half that an older or later migration holds. The usual first step of a drop is silent.

Sources:
    Catalogue MIG-B19; Django documentation "SeparateDatabaseAndState".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.schema.operations import Effect, RunCode, RunSql


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Database halves in a file without any state half."""
    del options
    judged = cases(change)
    lonely = [case for case in judged if _is_database_half(case)]
    if lonely and not lonely[0].run.state:
        words = Words(
            "database half alone",
            f"{lonely[0].operation.said} changes the database and not Django's state",
            "Until the other half follows, Django's picture of the schema is not the schema.",
            "Pair both halves, or name the pull request that brings the other one.",
        )
        yield hit(lonely[0], words, Action.NOTE, confidence=0.7, kind=Kind.MISSING)


def _is_database_half(case: Case) -> bool:
    operation = case.operation
    return operation.effect is Effect.DATABASE and not isinstance(operation, RunSql | RunCode) and not operation.implied


_HALF = "migrations.SeparateDatabaseAndState({half}=[migrations.RemoveField('order', 'note')]),"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B19",),
    kind=Kind.MISSING,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        django("the database alone", _HALF.format(half="database_operations"), ((8, "not Django's state"),)),
        django("the state first: a drop in steps", _HALF.format(half="state_operations")),
        django("both", f"{_HALF.format(half='database_operations')}\n{_HALF.format(half='state_operations')}"),
        django("neither apart", 'migrations.RemoveField("order", "note"),'),
        alembic("Alembic has no state", 'op.drop_column("orders", "note")'),
    ),
)
