"""A column's default changes or goes.

Writers that leave the column out get another value, or an error.

Why it matters:
    The release that is still running, and every other writer, relies on the database for the value. Without
    the default their INSERT stores NULL, or fails where the column is NOT NULL.

Instead:
    Let all writers name the column first; change the default in a later release.

What it does not see:
    Who leaves the column out. A default that is set where there was none is no risk and silent, and so is
    one of a column that this pull request adds.

Sources:
    Catalogue MIG-B11; strong_migrations change_column_default.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._defaults import default_stays
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import same_identifier
from checks.schema.operations import DropDefault, SetDefault, SetNotNull


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Defaults that are taken away, or replaced by others."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, DropDefault | SetDefault) or not case.existing_table or case.step.new_column:
            continue
        before = case.step.column
        known = before is not None and before.default is not None
        if isinstance(operation, DropDefault):
            gone = before is None or known
            if gone and not default_stays(case, operation.table, operation.name) and not _temporary(case, operation):
                yield _told(case, operation, "loses its default in the database", sure=known)
        elif before is not None and known and before.default != operation.default:
            yield _told(case, operation, f"gets another default: {operation.default.text}", sure=True)


def _temporary(case: Case, operation: DropDefault) -> bool:
    """A default that the same migration set to fill old rows, or to make the column NOT NULL."""
    return any(
        isinstance(step.operation, SetDefault | SetNotNull)
        and step.operation.table == operation.table
        and same_identifier(step.operation.name, operation.name)
        for step in case.before()
    )


def _told(case: Case, operation: DropDefault | SetDefault, what: str, *, sure: bool) -> Hit:
    name = f"{operation.table}.{operation.name}"
    words = Words(
        f"default of {name}",
        f"{name} {what}",
        "Writers that leave the column out, such as the release still running, store another value or fail.",
        "Let all writers name the column first.",
    )
    return hit(case, words, Action.WARN, confidence=0.85 if sure else 0.6)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B11",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("taken away", "ALTER TABLE parcels ALTER COLUMN note DROP DEFAULT;\n", ((1, "loses its default"),)),
        alembic(
            "taken away by Alembic",
            'op.alter_column("parcels", "note", server_default=None)',
            ((9, "loses its default"),),
        ),
        sql("there was none", "ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;\n"),
        sql("set where none was", "ALTER TABLE orders ALTER COLUMN note SET DEFAULT '';\n"),
        sql(
            "it only filled the old rows of a new column",
            """
            ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false;
            ALTER TABLE orders ALTER COLUMN paid DROP DEFAULT;
            """,
        ),
        django(
            "a default that lives in code",
            'migrations.AlterField("order", "status", models.CharField(max_length=20, default="new")),',
        ),
        alembic("another part of the column", 'op.alter_column("orders", "note", comment="remark")'),
    ),
)
