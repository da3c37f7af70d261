"""One transaction locks several tables against everybody.

Locks on several tables, taken one after the other and kept to the end, meet traffic that takes them in another order.

Why it matters:
    A request that holds a lock on the second table and wants the first one deadlocks with the migration: one
    of them is killed. And every table stays locked until the last change is done.

Instead:
    One table per migration, or a commit in between.

What it does not see:
    In which order requests lock. Only changes that need a strong lock on three or more existing tables are
    told, so that a pair of renamed columns is not.

Sources:
    Catalogue MIG-A28; django-pg-zero-downtime-migrations; PostgreSQL documentation "Deadlocks".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit, place_evidence
from checks.migrations._locks import locked_table

_MANY = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Transactions that lock three or more existing tables."""
    del options
    groups: dict[int, dict[str, Case]] = {}
    for case in cases(change):
        transaction, table = case.operation.transaction, locked_table(case.operation)
        if transaction is None or not transaction.sure or table is None or not table.known:
            continue
        if case.existing_table and case.may_be("postgresql", "mysql") and case.size != "small":
            groups.setdefault(transaction.number, {}).setdefault(str(table), case)
    for group in groups.values():
        if len(group) >= _MANY:
            last = list(group.values())[_MANY - 1]
            evidence = tuple(place_evidence(case, case.operation, f"locks {table}") for table, case in group.items())
            words = Words(
                f"{len(group)} tables locked together",
                f"one transaction locks {len(group)} tables: {', '.join(group)}",
                "Requests that use them in another order deadlock with it; all stay locked until the end.",
                "One table per migration.",
            )
            yield replace(hit(last, words, Action.WARN, confidence=0.7), evidence=evidence)


_THREE = "ALTER TABLE a ADD x int;\nALTER TABLE b ADD x int;\nALTER TABLE c ADD x int;\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A28",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("three tables between BEGIN and COMMIT", f"BEGIN;\n{_THREE}COMMIT;\n", ((4, "3 tables"),)),
        sql("no transaction in sight", _THREE),
        alembic(
            "one table, three times",
            """
            op.add_column("orders", sa.Column("a", sa.Integer()))
            op.add_column("orders", sa.Column("b", sa.Integer()))
            op.drop_column("orders", "note")
            """,
        ),
        django(
            "tables that are new",
            """
            migrations.CreateModel("A", fields=[("x", models.IntegerField())]),
            migrations.CreateModel("B", fields=[("x", models.IntegerField())]),
            migrations.CreateModel("C", fields=[("x", models.IntegerField())]),
            migrations.AddField("a", "b", models.ForeignKey("shop.b", models.CASCADE, null=True)),
            """,
        ),
    ),
)
