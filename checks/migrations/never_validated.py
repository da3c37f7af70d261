"""A constraint is added NOT VALID, and nothing validates it.

Old rows stay unchecked for ever.

Why it matters:
    NOT VALID is the first half of a safe change. Without the second half old rows may break the rule, the
    planner does not trust it, and everybody believes that it holds.

Instead:
    Add a migration with VALIDATE CONSTRAINT (Django's ValidateConstraint) that runs after this one.

What it does not see:
    A VALIDATE that is planned for a later pull request: say so to whoever reviews.

Sources:
    Catalogue MIG-S15; PostgreSQL documentation "ALTER TABLE … VALIDATE CONSTRAINT".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import same_identifier
from checks.schema.operations import AddConstraint, ValidateConstraint
from checks.schema.state.steps import runs


def find(change: Change, options: Options) -> Iterator[Hit]:
    """NOT VALID constraints without a VALIDATE in the same pull request."""
    del options
    for case in cases(change):
        operation = case.operation
        if (
            isinstance(operation, AddConstraint)
            and not operation.constraint.validated
            and not _validated(case, operation)
        ):
            name = operation.constraint.name or "without a name"
            words = Words(
                f"{operation.table}.{name} never validated",
                f"{operation.constraint.kind} {name} on {operation.table} stays NOT VALID",
                "Old rows are not checked until somebody validates it.",
                "Add the migration that validates it.",
            )
            yield hit(case, words, Action.NOTE, kind=Kind.MISSING, confidence=0.7)


def _validated(case: Case, operation: AddConstraint) -> bool:
    return any(same_identifier(name, operation.constraint.name) for name in case.change.within.ask(_validations))


def _validations(changes: ChangeSet) -> tuple[str, ...]:
    """Names of the constraints that this pull request validates."""
    steps = (step.operation for run in changes.ask(runs).values() for step in run.up)
    return tuple(operation.name for operation in steps if isinstance(operation, ValidateConstraint))


_ADD = "ALTER TABLE orders ADD CONSTRAINT small_total CHECK (total < 100000) NOT VALID;\n"
_VALIDATE = "ALTER TABLE orders VALIDATE CONSTRAINT small_total;\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S15",),
    kind=Kind.MISSING,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        sql("only the first half", _ADD, ((1, "stays NOT VALID"),)),
        Example("both halves, in two files", head={"migrations/0002_a.sql": _ADD, "migrations/0003_b.sql": _VALIDATE}),
        sql("both halves in one", f"{_ADD}{_VALIDATE}"),
        alembic("validated at once", 'op.create_check_constraint("c", "orders", "total > 0")'),
    ),
)
