"""A table that is configured as hot is altered.

Even a change that takes a millisecond can stall a hot table through the queue behind its lock.

Why it matters:
    On a table that every request uses, an ACCESS EXCLUSIVE lock that waits for one slow query stops
    everything. Such tables are altered on purpose, at a quiet hour, by somebody who watches.

Instead:
    Use an extension table, or take a low-traffic window with a lock timeout and retries, and let the owner
    of the table sign.

What it does not see:
    Tables that are hot without being named under `tables:` in the configuration.

Sources:
    Catalogue MIG-A19; PostgreSQL documentation "Explicit Locking".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._locks import locked_table


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The first strong lock on each hot table."""
    del options
    seen: set[str] = set()
    for case in cases(change):
        table = locked_table(case.operation)
        if table is None or case.size != "hot" or not case.existing_table or str(table) in seen:
            continue
        seen.add(str(table))
        words = Words(
            f"{table} altered",
            f"{case.operation.said} on {table}, which is configured as hot",
            "While it waits for its lock, every query on the table waits behind it.",
            "Use an extension table, or a low-traffic window with a lock timeout.",
        )
        yield hit(case, words, Action.SIGN_OFF)


_HOT = Settings(tables={"orders": "hot", "shop.Order": "hot"})

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A19",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "a harmless column on a hot table",
            "ALTER TABLE orders ADD COLUMN n int;\n",
            ((1, "configured as hot"),),
            settings=_HOT,
        ),
        django(
            "a Django model named by its model",
            'migrations.AddField("order", "n", models.IntegerField(null=True)),',
            ((8, "shop_order"),),
            settings=_HOT,
        ),
        sql("a table nobody called hot", "ALTER TABLE orders ADD COLUMN n int;\n"),
        sql("another table", "ALTER TABLE customers ADD COLUMN n int;\n", settings=_HOT),
        alembic("no strong lock", 'op.execute("UPDATE orders SET note = 1 WHERE id = 1")', settings=_HOT),
    ),
)
