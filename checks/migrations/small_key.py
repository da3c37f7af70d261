"""A key or counter has fewer than 64 bits.

It runs out of numbers.

Why it matters:
    A 32-bit key ends at 2.1 billion, and a sequence also counts what was rolled back. On that day every
    INSERT fails, and widening the column rewrites the table and everything that points to it.

Instead:
    `bigint`, `bigserial` or an identity of `bigint`.

What it does not see:
    How fast the table grows. Off unless a repository asks for it; Django's own keys follow its setting
    DEFAULT_AUTO_FIELD and are silent.

Sources:
    Catalogue MIG-P01; squawk prefer-bigint-over-int, prefer-bigint-over-smallint.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.schema.migration import Framework

_SMALL = frozenset({"smallint", "integer", "smallserial", "serial"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New integer columns of less than 64 bits."""
    del options
    for case, table, column in new_columns(change):
        if column.type.name in _SMALL and case.run.migration.framework is not Framework.DJANGO:
            words = Words(
                f"{table}.{column.name} is {column.type.name}",
                f"{table}.{column.name} has fewer than 64 bits ({column.type})",
                "When it runs out, every INSERT fails, and widening it rewrites the table.",
                "Make it a bigint.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P01",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("a serial key", "CREATE TABLE t (id serial PRIMARY KEY);\n", ((1, "t.id"),)),
        alembic("an integer", 'op.add_column("orders", sa.Column("n", sa.Integer()))', ((9, "orders.n"),)),
        sql("a bigint", "CREATE TABLE t (id bigserial PRIMARY KEY, n bigint);\n"),
        sql("no integer", "CREATE TABLE t (name text);\n"),
        django(
            "Django's own key", 'migrations.CreateModel("Tag", fields=[("id", models.AutoField(primary_key=True))]),'
        ),
    ),
)
