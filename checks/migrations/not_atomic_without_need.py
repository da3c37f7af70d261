"""A Django migration gives up its transaction without need.

`atomic = False`, and nothing in it asks for that.

Why it matters:
    Without a transaction a failure half-way leaves half of the migration behind, and the next try starts from
    there: on a column or table that exists already.

Instead:
    Take `atomic = False` away, or keep it for a migration that builds an index CONCURRENTLY or works in
    batches.

What it does not see:
    Databases without transactions for schema changes, such as MySQL, where it makes no difference.

Sources:
    Catalogue MIG-E11; Django documentation "Non-atomic migrations".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.schema.migration import Framework
from checks.schema.operations import (
    AddEnumValue,
    CreateIndex,
    DropIndex,
    OtherOperation,
    OtherStatement,
    Reindex,
    RunCode,
    RunSql,
    Unreadable,
    ValidateConstraint,
)
from checks.schema.state.steps import Step

_REASONS = (RunCode, RunSql, AddEnumValue, Reindex, OtherOperation, OtherStatement, Unreadable, ValidateConstraint)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Non-atomic migrations of several plain schema changes."""
    del options
    judged = cases(change)
    if not judged or not _is_loose(judged[0]):
        return
    steps = judged[0].run.up
    if len([step for step in steps if not step.operation.implied]) < 2 or any(map(_asks_for_it, steps)):
        return
    words = Words(
        "atomic without need",
        "`atomic = False`, and nothing in this migration asks for it",
        "A failure half-way leaves half of it behind, and the next try stumbles over that half.",
        "Take it away.",
    )
    yield hit(judged[0], words, Action.WARN, confidence=0.75)


def _is_loose(case: Case) -> bool:
    migration = case.run.migration
    return migration.framework is Framework.DJANGO and migration.atomic is False and case.may_be("postgresql", "sqlite")


def _asks_for_it(step: Step) -> bool:
    operation = step.operation
    if isinstance(operation, CreateIndex | DropIndex):
        return operation.concurrently
    return isinstance(operation, _REASONS)


_TWO = """
    migrations.AddField("order", "n", models.IntegerField(null=True)),
    migrations.AddField("order", "m", models.IntegerField(null=True)),
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E11",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django("two plain columns", _TWO, ((8, "nothing in this migration asks"),), atomic=False),
        django("in a transaction", _TWO),
        django(
            "an index built concurrently",
            f'AddIndexConcurrently("order", models.Index(fields=["status"], name="s")),\n{_TWO.strip()}',
            before="from django.contrib.postgres.operations import AddIndexConcurrently",
            atomic=False,
        ),
        django("work in batches", "migrations.RunPython(fill, migrations.RunPython.noop),", atomic=False),
        django("one change", 'migrations.AddField("order", "n", models.IntegerField(null=True)),', atomic=False),
        alembic("Alembic has no such switch", 'op.drop_column("orders", "note")'),
    ),
)
