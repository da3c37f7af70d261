"""A column is json instead of jsonb.

json has no equality.

Why it matters:
    DISTINCT, GROUP BY, UNION and comparisons fail on a query that names a json column, also on one that only
    says `SELECT DISTINCT *`. It cannot be indexed by its content either.

Instead:
    `jsonb`; Alembic: `postgresql.JSONB`.

What it does not see:
    Columns that must keep the exact text they were given.

Sources:
    Catalogue MIG-P05; strong_migrations add_column_json; eugene E3.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.operations import CreateTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New json columns in PostgreSQL."""
    del options
    for case, table, column in new_columns(change):
        if column.type.name == "json" and case.engine != "mysql" and _is_postgres(case):
            words = Words(
                f"{table}.{column.name} is json",
                f"{table}.{column.name} is json, not jsonb",
                "DISTINCT, GROUP BY and comparisons fail on every query that names it.",
                "Make it jsonb.",
            )
            yield replace(hit(case, words, Action.WARN, confidence=0.75), suggestion=_suggestion(case))


def _is_postgres(case: Case) -> bool:
    """Other databases have json only; Alembic's generic JSON may be meant for them."""
    return case.engine == "postgresql" or (case.run.migration.framework is Framework.SQL and case.may_be("postgresql"))


def _suggestion(case: Case) -> Suggestion | None:
    if case.run.migration.framework is not Framework.SQL or isinstance(case.operation, CreateTable):
        return None
    return edited(case, r"\bjson\b(?!\w)", "jsonb")


_POSTGRES = "from sqlalchemy.dialects import postgresql"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P05",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("json", "ALTER TABLE orders ADD COLUMN extra json;\n", ((1, "not jsonb"),)),
        alembic(
            "by Alembic",
            'op.add_column("orders", sa.Column("extra", postgresql.JSON()))',
            ((10, "orders.extra"),),
            before=_POSTGRES,
        ),
        sql("jsonb", "ALTER TABLE orders ADD COLUMN extra jsonb;\n"),
        sql("MySQL", "ALTER TABLE `orders` ADD COLUMN extra json;\n"),
        alembic("a type for any database", 'op.add_column("orders", sa.Column("extra", sa.JSON()))'),
        django("Django makes jsonb", 'migrations.AddField("order", "extra", models.JSONField(null=True)),'),
    ),
)
