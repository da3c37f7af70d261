"""A CHECK or exclusion constraint is removed.

The database accepts states that it refused.

Why it matters:
    A negative total, an end before its start, two bookings of one room: what the constraint kept out of the
    table is stored from now on, by any code that forgets.

Instead:
    Keep it, or put the new rule in its place in the same pull request.

What it does not see:
    Whether a new constraint is as strict as the old one: a replacement on the same table is taken for one.

Sources:
    Catalogue MIG-S03, MIG-S13; squawk ban-drop-constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._lost import goes_with_its_columns, is_replaced
from checks.schema.columns import ConstraintKind
from checks.schema.operations import DropConstraint, SetNotNull

_CODES = {ConstraintKind.CHECK: "MIG-S03", ConstraintKind.EXCLUDE: "MIG-S13", ConstraintKind.UNKNOWN: "MIG-S03"}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Checks, exclusions and constraints of an unknown kind that go without a replacement."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, DropConstraint) or operation.kind not in _CODES or not case.existing_table:
            continue
        if goes_with_its_columns(case, operation.table, operation.columns) or _stands_in(case, operation):
            continue
        if is_replaced(case, operation.kind, operation.table, operation.columns) or _proof_of_not_null(case, operation):
            continue
        yield _told(case, operation)


def _told(case: Case, operation: DropConstraint) -> Hit:
    kind = {ConstraintKind.UNKNOWN: "constraint", ConstraintKind.EXCLUDE: "exclusion constraint"}.get(
        operation.kind, "CHECK"
    )
    name = operation.name or "without a name"
    words = Words(
        f"{kind} {name} of {operation.table} removed",
        f"{kind} {name} of {operation.table} is removed",
        "Rows that it kept out are accepted from now on.",
        "Keep it, or put the new rule in its place.",
    )
    known = operation.kind is not ConstraintKind.UNKNOWN
    action = Action.SIGN_OFF if known else Action.WARN
    return hit(case, words, action, kind=Kind.LOST, confidence=0.85 if known else 0.6, codes=(_CODES[operation.kind],))


def _stands_in(case: Case, operation: DropConstraint) -> bool:
    """A constraint of an unknown kind with any constraint in its place."""
    if operation.kind is not ConstraintKind.UNKNOWN:
        return False
    return any(is_replaced(case, kind, operation.table, ()) for kind in ConstraintKind)


def _proof_of_not_null(case: Case, operation: DropConstraint) -> bool:
    """The helper check of a NOT NULL that was set since."""
    known = operation.constraint is not None and bool(operation.constraint.not_null_column)
    sets = any(
        isinstance(step.operation, SetNotNull) and step.operation.table == operation.table for step in case.before()
    )
    column = operation.constraint.not_null_column if operation.constraint is not None else ""
    already = case.step.table.column(column) if case.step.table is not None and column else None
    return (known and (sets or (already is not None and already.nullable is False))) or (
        sets and "null" in operation.name.lower()
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-S03", "MIG-S13"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders DROP CONSTRAINT positive_total;\n", ((1, "CHECK positive_total"),)),
        alembic(
            "by Alembic",
            'op.drop_constraint("small_total", "orders", type_="check")',
            ((9, "small_total of orders is removed"),),
        ),
        sql(
            "another rule takes its place",
            """
            ALTER TABLE orders DROP CONSTRAINT positive_total;
            ALTER TABLE orders ADD CONSTRAINT total_range CHECK (total BETWEEN 0 AND 99999) NOT VALID;
            """,
        ),
        sql(
            "the helper check of a NOT NULL",
            """
            ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL) NOT VALID;
            ALTER TABLE orders VALIDATE CONSTRAINT note_there;
            ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
            ALTER TABLE orders DROP CONSTRAINT note_there;
            """,
        ),
        sql("a foreign key is told elsewhere", "ALTER TABLE orders DROP CONSTRAINT orders_customer;\n"),
        django(
            "the model goes too",
            'migrations.RemoveConstraint("order", "small_total"),\nmigrations.DeleteModel("Order"),',
        ),
    ),
)
