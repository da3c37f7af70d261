"""A NOT NULL column is added that the database cannot fill.

No default in the database: the migration fails on rows that exist, or old writers fail afterwards.

Why it matters:
    ADD COLUMN … NOT NULL without a default fails as soon as the table has a row. A framework's default that
    lives in code (Django's `default=`, SQLAlchemy's `default=`) fills the old rows at best; the database
    forgets it, so every INSERT of the release that is still running, or of any other writer, fails.

Instead:
    Give the database the default: `DEFAULT …` in SQL, `server_default=` in Alembic, `db_default=` in Django
    (5.0 and newer). Or add the column nullable, fill it, and make it NOT NULL in a later release.

What it does not see:
    Whether the table is empty; whether old code is stopped before the migration runs.

Sources:
    Catalogue MIG-D02, MIG-B05, MIG-M07; squawk adding-required-field, django-migration-linter NOT_NULL;
    Django documentation "Field.db_default".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._defaults import default_stays
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import required_column
from checks.schema.migration import Framework
from checks.schema.names import TableName
from checks.schema.operations import AddColumn, ChangeRows, Truncate

_SHORT = {
    Framework.DJANGO: "Use `db_default=`, or move over.",
    Framework.ALEMBIC: "Use `server_default=`, or move over.",
    Framework.SQL: "Add it with a DEFAULT, or move over.",
}


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Required columns without a default that stays."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, AddColumn) and case.existing_table and _is_required(operation):
            if default_stays(case, operation.table, operation.column.name):
                continue
            yield _fails(case, operation) if _unfilled(case, operation) else _forgotten(case, operation)


def _is_required(operation: AddColumn) -> bool:
    column = operation.column
    return column.nullable is False and column.generated is None and not column.primary_key


def _unfilled(case: Case, operation: AddColumn) -> bool:
    """Whether nothing fills the old rows; Alembic's `default=` fills none."""
    column = operation.column
    coded = column.code_default is not None and case.run.migration.framework is Framework.DJANGO
    return column.default is None and not coded and case.engine != "mysql" and not _emptied(case, operation.table)


def _emptied(case: Case, table: TableName) -> bool:
    """Whether the migration takes all rows away before: then none is without a value."""
    return any(
        (isinstance(item, Truncate) and table in item.tables)
        or (isinstance(item, ChangeRows) and item.verb == "delete" and not item.filtered and item.table == table)
        for item in (step.operation for step in case.before())
    )


def _fails(case: Case, operation: AddColumn) -> Hit:
    name, column = f"{operation.table}.{operation.column.name}", operation.column
    coded = column.code_default is not None
    codes = ("MIG-D02", "MIG-B05", "MIG-M07") if coded else ("MIG-D02", "MIG-B05")
    harm = "The migration fails as soon as the table has one row."
    if coded:
        harm += " `default=` lives in Python only; the database never sees it."
    words = Words(
        f"{name} required without default",
        f"{name} is added NOT NULL without a default",
        harm,
        f"{_SHORT[case.run.migration.framework]} {required_column(case)}",
    )
    return hit(case, words, Action.BLOCK, confidence=0.95, codes=codes)


def _forgotten(case: Case, operation: AddColumn) -> Hit:
    name = f"{operation.table}.{operation.column.name}"
    harm = (
        "While both releases run, every INSERT of the old one fails: it does not name the column."
        if case.old_code_runs
        else "The way back is shut: every INSERT of the release before would fail, it does not name the column."
    )
    words = Words(
        f"{name} required, default forgotten",
        f"{name} is added NOT NULL, and the database keeps no default for it",
        harm,
        f"{_SHORT[case.run.migration.framework]} {required_column(case)}",
    )
    return hit(case, words, Action.SIGN_OFF if case.old_code_runs else Action.NOTE, codes=("MIG-B05",))


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D02", "MIG-B05", "MIG-M07"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("no default at all", "ALTER TABLE orders ADD COLUMN ref text NOT NULL;\n", ((1, "without a default"),)),
        django(
            "Django fills old rows and forgets the default",
            'migrations.AddField("order", "paid", models.BooleanField(default=False)),',
            ((8, "keeps no default"),),
        ),
        alembic(
            "SQLAlchemy's default is none of the database's",
            'op.add_column("orders", sa.Column("paid", sa.Boolean(), default=False, nullable=False))',
            ((9, "lives in Python only"),),
        ),
        sql(
            "all rows go before: only old writers fail",
            "DELETE FROM orders;\nALTER TABLE orders ADD COLUMN ref text NOT NULL;\n",
            ((2, "keeps no default"),),
        ),
        sql("with a default", "ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false;\n"),
        django("nullable", 'migrations.AddField("order", "ref", models.CharField(max_length=20, null=True)),'),
        django(
            "a default in the database", 'migrations.AddField("order", "paid", models.BooleanField(db_default=False)),'
        ),
        alembic(
            "a server default",
            'op.add_column("orders", sa.Column("paid", sa.Boolean(), server_default=sa.false(), nullable=False))',
        ),
        sql(
            "computed by the database", "ALTER TABLE orders ADD COLUMN n int GENERATED ALWAYS AS (1) STORED NOT NULL;\n"
        ),
        sql("a table of the same file", "CREATE TABLE t (a int);\nALTER TABLE t ADD COLUMN b int NOT NULL;\n"),
        sql(
            "the default is put back",
            """
            ALTER TABLE orders ADD COLUMN paid boolean DEFAULT false NOT NULL;
            ALTER TABLE orders ALTER COLUMN paid DROP DEFAULT;
            ALTER TABLE orders ALTER COLUMN paid SET DEFAULT false;
            """,
        ),
    ),
)
