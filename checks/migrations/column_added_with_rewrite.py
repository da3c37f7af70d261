"""A column is added with values that the database must compute row by row.

A volatile default, a stored generated column, a serial or an identity rewrites the table.

Why it matters:
    Since PostgreSQL 11 a constant default costs nothing. A default that differs from row to row
    (`gen_random_uuid()`, `clock_timestamp()`), a STORED generated column and a serial key write every row
    anew under an ACCESS EXCLUSIVE lock: nothing on the table answers until it is done.

Instead:
    1. Add the column nullable, without a default. 2. Set the default for new rows. 3. Backfill in batches.
    4. Make it NOT NULL. For computed values: let the code or a trigger write them.

What it does not see:
    Whether a function of your own is IMMUTABLE or STABLE: it is taken for volatile.

Sources:
    Catalogue MIG-A11, MIG-A12; PostgreSQL documentation "ALTER TABLE"; squawk adding-field-with-default;
    strong_migrations add_column_default, add_column_generated_stored.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import filled_column
from checks.schema.columns import Column, DefaultKind, Generated
from checks.schema.operations import AddColumn

_INSTANT_SINCE = 11  # PostgreSQL versions from here on keep a constant default beside the table


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New columns whose values cost a rewrite."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, AddColumn) and case.existing_table and case.may_be("postgresql", "mysql"):
            reason = _reason(case, operation.column)
            if reason:
                name = f"{operation.table}.{operation.column.name}"
                words = Words(
                    f"{name} added with a rewrite",
                    f"{name} is added with {reason}",
                    "Every row is written anew under a lock that stops reads and writes.",
                    filled_column(case, name),
                )
                yield hit(case, words, by_lock(case))


def _reason(case: Case, column: Column) -> str:
    """What makes the database write every row; "" when nothing does."""
    match column.generated:
        case Generated.STORED:
            return "a stored generated value"
        case Generated.SERIAL:
            return "a serial number"
        case Generated.IDENTITY:
            return "an identity"
        case _:
            default = column.default
    if default is None:
        return ""
    if default.kind is DefaultKind.VOLATILE:
        return f"the default {default.text}, another for each row"
    old = case.engine != "mysql" and case.version is not None and case.version < _INSTANT_SINCE
    return f"the default {default.text} before PostgreSQL 11" if old else ""


_OLD = Settings(database=Database(engine="postgresql", version=10))

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A11", "MIG-A12"),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "a random default",
            "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();\n",
            ((1, "another for each row"),),
        ),
        sql(
            "a stored generated column",
            "ALTER TABLE orders ADD COLUMN net numeric GENERATED ALWAYS AS (total / 1.2) STORED;\n",
            ((1, "stored generated"),),
        ),
        alembic(
            "a server default that Alembic writes as text",
            'op.add_column("orders", sa.Column("seen", sa.DateTime(), server_default=sa.text("clock_timestamp()")))',
            ((9, "clock_timestamp()"),),
        ),
        sql(
            "any default before PostgreSQL 11",
            "ALTER TABLE orders ADD COLUMN n int DEFAULT 1;\n",
            ((1, "before"),),
            settings=_OLD,
        ),
        sql("a constant", "ALTER TABLE orders ADD COLUMN n int DEFAULT 2 + 2;\n"),
        sql(
            "the time of the statement",
            "ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now() - interval '1 day';\n",
        ),
        sql("an empty array", "ALTER TABLE orders ADD COLUMN tags text[] DEFAULT array[]::text[];\n"),
        django("Django's constant", 'migrations.AddField("order", "paid", models.BooleanField(db_default=False)),'),
        sql("a virtual column", "ALTER TABLE `orders` ADD COLUMN n int GENERATED ALWAYS AS (1) VIRTUAL;\n"),
        sql("a table of the same file", "CREATE TABLE t (a int);\nALTER TABLE t ADD COLUMN n serial;\n"),
    ),
)
