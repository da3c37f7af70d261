"""A CHECK constraint is added and its old rows are checked under the same lock.

Adding a CHECK locks the table against reads and writes while every row is tested.

Why it matters:
    ADD CHECK holds an ACCESS EXCLUSIVE lock during a full scan: nothing on the table answers until it is
    done. It fails on the first old row that breaks it, and from then on the release still running gets
    errors for rows it used to write.

Instead:
    1. `ADD CONSTRAINT … CHECK (…) NOT VALID`. 2. In a later transaction `VALIDATE CONSTRAINT`. In Django:
    `AddConstraintNotValid`, then `ValidateConstraint` in another migration.

What it does not see:
    Whether the code of the running release keeps to the rule already.

Sources:
    Catalogue MIG-A05, MIG-B18, MIG-D04; PostgreSQL documentation "ALTER TABLE"; squawk
    constraint-missing-not-valid, strong_migrations add_check_constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import table_check
from checks.migrations._suggest import source_of, with_argument, written
from checks.schema.columns import ConstraintKind
from checks.schema.migration import Framework
from checks.schema.operations import AddConstraint


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Checks that are validated while they lock."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, AddConstraint) or operation.constraint.kind is not ConstraintKind.CHECK:
            continue
        constraint = operation.constraint
        if (
            constraint.validated
            and case.existing_table
            and not operation.implied
            and case.may_be("postgresql", "mysql")
        ):
            name = constraint.name or "without a name"
            words = Words(
                f"check {name} on {operation.table} validated at once",
                f"CHECK {name} on {operation.table} is added and validated at once",
                "The table is locked while every row is tested; the old release gets errors for rows that break it.",
                table_check(case),
            )
            yield replace(hit(case, words, by_lock(case)), suggestion=_suggestion(case, operation))


def _suggestion(case: Case, operation: AddConstraint) -> Suggestion | None:
    """NOT VALID at the end of the statement, or Alembic's argument for it."""
    alone = sum(step.operation.place == operation.place for step in case.run.up) == 1
    text = source_of(case, operation)
    if text is None or not alone or case.engine == "mysql":
        return None
    match case.run.migration.framework:
        case Framework.SQL:
            return written(case, operation, f"{text} NOT VALID")
        case Framework.ALEMBIC if operation.said == "op.create_check_constraint":
            return written(case, operation, with_argument(text, "postgresql_not_valid=True"))
        case _:
            return None


_CHECK = "ALTER TABLE orders ADD CONSTRAINT small_total CHECK (total < 100000)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A05", "MIG-B18", "MIG-D04"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a check in SQL", f"{_CHECK};\n", ((1, "small_total"),)),
        django(
            "Django's CheckConstraint",
            """
            migrations.AddConstraint(
                "order", models.CheckConstraint(check=models.Q(total__lt=100000), name="small_total")
            ),
            """,
            ((8, "small_total"),),
        ),
        alembic(
            "Alembic's create_check_constraint",
            'op.create_check_constraint("small_total", "orders", "total < 100000")',
            ((9, "small_total"),),
        ),
        sql("not valid at first", f"{_CHECK} NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT small_total;\n"),
        sql(
            "the table is new",
            "CREATE TABLE parcels (id bigint PRIMARY KEY, weight int);\nALTER TABLE parcels ADD CHECK (weight > 0);\n",
        ),
        django(
            "a positive field on a model that is new",
            """
            migrations.CreateModel(
                "Parcel",
                fields=[("id", models.BigAutoField(primary_key=True)), ("weight", models.PositiveIntegerField())],
            ),
            """,
        ),
        django(
            "Django's not valid constraint",
            """
            AddConstraintNotValid(
                "order", models.CheckConstraint(check=models.Q(total__lt=100000), name="small_total")
            ),
            """,
            before="from django.contrib.postgres.operations import AddConstraintNotValid",
        ),
    ),
)
