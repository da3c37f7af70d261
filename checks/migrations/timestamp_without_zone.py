"""A time is stored without its time zone.

Nobody knows later which moment it was.

Why it matters:
    `timestamp` stores what the clock showed, without saying where. Servers in two zones write two meanings
    into one column, and the night of the clock change happens twice.

Instead:
    `timestamptz`, which stores the moment.

What it does not see:
    Times that are meant to be local, such as opening hours. Off unless a repository asks for it.

Sources:
    Catalogue MIG-P04; squawk prefer-timestamptz; PostgreSQL wiki "Don't use timestamp (without time zone)".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New timestamp columns without a zone, in PostgreSQL."""
    del options
    for case, table, column in new_columns(change):
        if column.type.name == "timestamp" and case.may_be("postgresql"):
            words = Words(
                f"{table}.{column.name} is timestamp",
                f"{table}.{column.name} is a timestamp without time zone",
                "Nobody knows later which moment it was.",
                "Make it timestamptz.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P04",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("timestamp", "CREATE TABLE t (at timestamp);\n", ((1, "t.at"),)),
        alembic("DateTime()", 'op.add_column("orders", sa.Column("at", sa.DateTime()))', ((9, "orders.at"),)),
        sql("timestamptz", "CREATE TABLE t (at timestamptz, other timestamp with time zone, day date);\n"),
        sql("MySQL", "CREATE TABLE `t` (at timestamp);\n"),
        alembic("with a zone", 'op.add_column("orders", sa.Column("at", sa.DateTime(timezone=True)))'),
        django("Django", 'migrations.AddField("order", "at", models.DateTimeField(null=True)),'),
    ),
)
