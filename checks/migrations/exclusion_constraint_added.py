"""An exclusion constraint is added to an existing table.

PostgreSQL has no way to add one without a long lock.

Why it matters:
    Its index is built and every pair of rows compared under an ACCESS EXCLUSIVE lock; unlike other
    constraints it knows neither NOT VALID nor USING INDEX. It fails on the first overlap among old rows.

Instead:
    Make a new table with the constraint and move the rows over in batches, or take a maintenance window
    that somebody signs for.

What it does not see:
    How many rows the table has; say so with `tables:` in the configuration.

Sources:
    Catalogue MIG-A10; PostgreSQL documentation "CREATE TABLE … EXCLUDE"; strong_migrations
    add_exclusion_constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import exclusion
from checks.schema.columns import ConstraintKind
from checks.schema.operations import AddConstraint


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Exclusion constraints on tables that may hold rows."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, AddConstraint) or operation.constraint.kind is not ConstraintKind.EXCLUDE:
            continue
        if case.existing_table:
            name = operation.constraint.name or "without a name"
            words = Words(
                f"exclusion {name} on {operation.table}",
                f"exclusion constraint {name} is added to {operation.table}",
                "The table is locked against reads and writes while its index is built: there is no short way.",
                f"Take a maintenance window, or move over. {exclusion(operation.table)}",
            )
            yield hit(case, words, by_lock(case))


_NO_OVERLAP = "EXCLUDE USING gist (room WITH =, during WITH &&)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A10",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "in SQL",
            f"ALTER TABLE bookings ADD CONSTRAINT no_overlap {_NO_OVERLAP};\n",
            ((1, "no_overlap is added to bookings"),),
        ),
        django(
            "Django's ExclusionConstraint",
            'migrations.AddConstraint("order", ExclusionConstraint(name="no_overlap", expressions=[("a", "=")])),',
            ((9, "shop_order"),),
            before="from django.contrib.postgres.constraints import ExclusionConstraint",
        ),
        sql("of a new table", f"CREATE TABLE bookings (room int, during tsrange, {_NO_OVERLAP});\n"),
        sql("dropped", "ALTER TABLE bookings DROP CONSTRAINT no_overlap;\n"),
        alembic(
            "another constraint", 'op.create_check_constraint("c", "orders", "total > 0", postgresql_not_valid=True)'
        ),
    ),
)
