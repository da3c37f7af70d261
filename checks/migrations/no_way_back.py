"""A data migration has no way back.

RunPython without `reverse_code`, or RunSQL without `reverse_sql`, makes the whole migration irreversible.

Why it matters:
    When the release must be rolled back, `migrate` stops here, and with it every later migration of the app.

Instead:
    Write the way back; where there is nothing to undo, say so: `migrations.RunPython.noop`,
    `migrations.RunSQL.noop`.

What it does not see:
    Whether the way back that is written restores what was there.

Sources:
    Catalogue MIG-E02; Django documentation "RunPython"; django-migration-linter RUNPYTHON_REVERSIBLE,
    RUNSQL_REVERSIBLE.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.migrations._suggest import source_of, with_argument, written
from checks.schema.operations import ChangeRows, Effect, RunCode, RunSql


def find(change: Change, options: Options) -> Iterator[Hit]:
    """RunPython and RunSQL without a reverse."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RunCode | RunSql) and operation.reverse is False:
            name = operation.function if isinstance(operation, RunCode) else ""
            words = Words(
                f"{operation.said} {name} without reverse",
                f"{operation.said}({name}) has no way back",
                "A rollback of the release stops here, and with it every later migration of the app.",
                "Write the reverse, or `noop` where there is nothing to undo.",
            )
            found = hit(case, words, Action.WARN, confidence=0.85, kind=Kind.MISSING)
            yield replace(found, suggestion=_suggestion(case, operation))


def _suggestion(case: Case, operation: RunCode | RunSql) -> Suggestion | None:
    """`noop`, where nothing needs undoing: rows were changed, not the schema."""
    rows_only = isinstance(operation, RunCode) or all(
        isinstance(step.operation, ChangeRows | RunSql)
        for step in case.run.up
        if step.operation.place == operation.place
    )
    text = source_of(case, operation)
    if (
        text is None
        or not rows_only
        or operation.effect is not Effect.BOTH
        or not operation.said.startswith("migrations.")
    ):
        return None
    argument = (
        "reverse_code=migrations.RunPython.noop"
        if isinstance(operation, RunCode)
        else "reverse_sql=migrations.RunSQL.noop"
    )
    return written(case, operation, with_argument(text, argument))


_FILL = """
    def fill(apps, schema_editor):
        apps.get_model("shop", "Order").objects.filter(note=None).update(note="")
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E02",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        django("RunPython", "migrations.RunPython(fill),", ((12, "fill) has no way back"),), before=_FILL),
        django("RunSQL", 'migrations.RunSQL("SELECT 1"),', ((8, "no way back"),)),
        django("a reverse of None", "migrations.RunPython(fill, None),", ((12, "no way back"),), before=_FILL),
        django("noop", "migrations.RunPython(fill, migrations.RunPython.noop),", before=_FILL),
        django("by keyword", 'migrations.RunSQL(sql="SELECT 1", reverse_sql=""),'),
        django("Django knows the way back itself", 'migrations.RemoveField("order", "note"),'),
        alembic("Alembic has a direction for it", 'op.execute("SELECT 1")'),
    ),
)
