"""A text column has a length in its type.

char(n) pads, and varchar(n) locks the table when the limit must change.

Why it matters:
    `char(n)` fills up with spaces and compares in surprising ways. `varchar(n)` is no faster than text, and
    making it shorter later means a scan under a lock.

Instead:
    `text`, with a CHECK on the length that can be added NOT VALID and changed without a rewrite.

What it does not see:
    What a framework asks for: Django's CharField needs a length and is silent. Off unless a repository asks
    for it.

Sources:
    Catalogue MIG-P03; squawk prefer-text-field, ban-char-field; PostgreSQL wiki "Don't use char(n)".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.schema.migration import Framework
from checks.schema.types import ColumnType


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New columns of a type with a length, in PostgreSQL."""
    del options
    for case, table, column in new_columns(change):
        if (
            _is_limited(column.type)
            and case.run.migration.framework is not Framework.DJANGO
            and case.may_be("postgresql")
        ):
            words = Words(
                f"{table}.{column.name} is {column.type.name}",
                f"{table}.{column.name} has a length in its type ({column.type})",
                "Another limit later needs a lock on the table; char(n) pads with spaces besides.",
                "Make it text with a CHECK on its length.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


def _is_limited(type_: ColumnType) -> bool:
    return type_.name == "char" or (type_.name == "varchar" and bool(type_.args))


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P03",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("varchar(n)", "CREATE TABLE t (name varchar(20));\n", ((1, "t.name"),)),
        alembic("String(n)", 'op.add_column("orders", sa.Column("ref", sa.String(20)))', ((9, "orders.ref"),)),
        sql("text", "CREATE TABLE t (name text, other varchar);\n"),
        sql("another type with a length", "CREATE TABLE t (price numeric(9, 2), bits varbit(3));\n"),
        django("Django", 'migrations.AddField("order", "ref", models.CharField(max_length=20, null=True)),'),
    ),
)
