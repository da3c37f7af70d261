"""A column that took NULL no longer does.

SET NOT NULL scans the table under the strongest lock, fails on the first NULL, and stops old writers.

Why it matters:
    PostgreSQL holds an ACCESS EXCLUSIVE lock while it looks at every row. The statement fails when one row
    still holds NULL. From then on the release that is still running gets an error for every row it writes
    without a value.

Instead:
    1. Give the column a default in the database and let the code always write it. 2. Backfill in batches.
    3. `ADD CHECK (column IS NOT NULL) NOT VALID`, and in a later transaction `VALIDATE`. 4. `SET NOT NULL`,
    which since PostgreSQL 12 needs no scan then, and drop the check.

What it does not see:
    Whether the running release still writes NULL; a check that was validated in an unread migration.

Sources:
    Catalogue MIG-A07, MIG-B05, MIG-B06, MIG-D03; PostgreSQL documentation "ALTER TABLE"; squawk
    adding-not-nullable-field, strong_migrations change_column_null, django-migration-linter NOT_NULL.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._defaults import default_stays
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import not_null, proven_not_null
from checks.schema.names import same_identifier
from checks.schema.operations import ChangeRows, SetNotNull, ValidateConstraint

_PROOF_SINCE = 12  # PostgreSQL versions from here on believe a validated check


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Columns that become NOT NULL."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, SetNotNull) and case.existing_table and not case.step.new_column:
            yield from _told(case, operation)
        elif isinstance(operation, SetNotNull) and case.existing_table:
            yield from _told_of_new(case, operation)


def _told(case: Case, operation: SetNotNull) -> Iterator[Hit]:
    scans, strict = _scans(case, operation), not default_stays(case, operation.table, operation.name)
    codes = ["MIG-A07"] * scans + ["MIG-B06", "MIG-B05"] * strict + ["MIG-D03"] * (not _backfilled(case, operation))
    if not scans and not strict:
        return
    harms = [
        "Every row is looked at under a lock that stops reads and writes." if scans else "",
        "The release still running gets an error for each row it writes without a value." if strict else "",
        "It fails when one row holds NULL." if "MIG-D03" in codes else "",
    ]
    words = Words(
        f"{operation.table}.{operation.name} set not null",
        f"{operation.said}: {operation.table}.{operation.name} no longer takes NULL",
        " ".join(filter(None, harms)),
        not_null(case, f"{operation.table}.{operation.name}"),
    )
    action = by_lock(case) if scans else Action.SIGN_OFF
    if strict and action is Action.NOTE:
        action = Action.SIGN_OFF
    yield hit(case, words, action, confidence=0.9 if operation.sure else 0.6, codes=tuple(codes))


def _told_of_new(case: Case, operation: SetNotNull) -> Iterator[Hit]:
    """A column of the same pull request: only the scan is left."""
    if _scans(case, operation):
        words = Words(
            f"{operation.table}.{operation.name} set not null",
            f"{operation.said}: {operation.table}.{operation.name} no longer takes NULL",
            "Every row is looked at under a lock that stops reads and writes.",
            proven_not_null(case),
        )
        yield hit(case, words, by_lock(case), confidence=0.8, codes=("MIG-A07",))


def _scans(case: Case, operation: SetNotNull) -> bool:
    if not case.may_be("postgresql", "mysql"):
        return False
    if case.version is not None and case.version < _PROOF_SINCE:
        return True
    table = case.step.table
    if table is not None and operation.name.lower() in table.proven_not_null():
        return False
    return not any(_proves(case, step.operation, operation) for step in case.before())


def _proves(case: Case, earlier: object, operation: SetNotNull) -> bool:
    """VALIDATE of a constraint that nobody saw, whose name speaks of this column."""
    if not isinstance(earlier, ValidateConstraint) or earlier.table != operation.table:
        return False
    table = case.step.table
    seen = table is not None and table.constraint(earlier.name) is not None
    name = earlier.name.lower()
    return not seen and operation.name.lower() in name and ("null" in name or "present" in name)


def _backfilled(case: Case, operation: SetNotNull) -> bool:
    """Whether rows without a value are filled before, by the migration or by the framework."""
    return operation.code_default or any(
        isinstance(step.operation, ChangeRows)
        and step.operation.table == operation.table
        and any(same_identifier(name, operation.name) for name in step.operation.sets)
        for step in case.before()
    )


_PROOF = """
    ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL) NOT VALID;
    ALTER TABLE orders VALIDATE CONSTRAINT note_there;
    ALTER TABLE orders ALTER COLUMN note SET DEFAULT '', ALTER COLUMN note SET NOT NULL;
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A07", "MIG-B05", "MIG-B06", "MIG-D03"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "SET NOT NULL in SQL",
            "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;\n",
            ((1, "no longer takes NULL"),),
        ),
        django(
            "AlterField takes null=True away",
            'migrations.AlterField("order", "note", models.CharField(max_length=200, default="")),',
            ((8, "shop_order.note"),),
        ),
        alembic(
            "Alembic's alter_column",
            'op.alter_column("orders", "note", existing_type=sa.String(200), nullable=False)',
            ((9, "orders.note"),),
        ),
        sql(
            "before PostgreSQL 12 a proof does not help",
            _PROOF,
            ((3, "Every row"),),
            settings=Settings(database=Database(engine="postgresql", version=11)),
        ),
        sql("proven by a validated check, with a default", _PROOF),
        django(
            "AlterField that changes only words",
            'migrations.AlterField("order", "note", models.CharField(max_length=200, null=True, help_text="x")),',
        ),
        django(
            "NOT NULL at base already",
            'migrations.AlterField("order", "status", models.CharField(max_length=20, default="new")),',
        ),
        alembic(
            "it says that it was NOT NULL before",
            'op.alter_column("orders", "status", existing_nullable=False, nullable=False)',
        ),
        sql("a table of the same file", "CREATE TABLE t (a int);\nALTER TABLE t ALTER COLUMN a SET NOT NULL;\n"),
    ),
)
