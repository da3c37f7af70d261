"""A column takes NULL from now on.

Code that reads it was promised a value.

Why it matters:
    Every reader of the column, in this service and in others, was written without thinking of NULL. On a
    column that guards something (a tenant, an owner, an amount of money, a key that makes work idempotent)
    the guard is gone with it.

Instead:
    Let all readers cope with NULL a release earlier, and say in the migration why the column needs it.

What it does not see:
    Readers in other repositories. In a Django model the reader sees `null=True` in the same pull request:
    there it is a note, unless the column guards something.

Sources:
    Catalogue MIG-B10, MIG-S04; squawk ban-drop-not-null.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._guards import guard_of
from checks.migrations._hit import Words, hit
from checks.schema.migration import Framework
from checks.schema.operations import DropNotNull


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Columns that lose their NOT NULL."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, DropNotNull) and case.existing_table and not case.step.new_column:
            yield _told(case, operation)


def _told(case: Case, operation: DropNotNull) -> Hit:
    name = f"{operation.table}.{operation.name}"
    guard = guard_of(case, operation.name)
    harm = "Readers that were promised a value meet NULL."
    if guard:
        harm = f"The column is {guard}: a row without it escapes whatever relies on it."
    words = Words(
        f"{name} not null dropped", f"{name} takes NULL from now on", harm, "Let readers cope with NULL first."
    )
    if guard:
        return hit(case, words, Action.SIGN_OFF, codes=("MIG-S04", "MIG-B10"), kind=Kind.WEAKENED)
    quiet = case.run.migration.framework is Framework.DJANGO
    return hit(
        case, words, Action.NOTE if quiet else Action.WARN, codes=("MIG-B10",), confidence=0.8, kind=Kind.WEAKENED
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B10", "MIG-S04"),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders ALTER COLUMN status DROP NOT NULL;\n", ((1, "takes NULL"),)),
        alembic(
            "an owner that may be missing",
            'op.alter_column("orders", "customer_id", existing_type=sa.BigInteger(), nullable=True)',
            ((9, "escapes"),),
        ),
        django(
            "a field that takes NULL already",
            'migrations.AlterField("order", "note", models.CharField(max_length=300, null=True)),',
        ),
        alembic(
            "it says that it took NULL before",
            'op.alter_column("orders", "note", existing_nullable=True, nullable=True)',
        ),
        sql(
            "a table of the same file",
            "CREATE TABLE t (a int NOT NULL);\nALTER TABLE t ALTER COLUMN a DROP NOT NULL;\n",
        ),
    ),
)
