"""A new table or column points to a table that is configured as busy.

Even an empty table that references another locks it against writes for a moment.

Why it matters:
    CREATE TABLE … REFERENCES and a new many-to-many field take a SHARE ROW EXCLUSIVE lock on the parent. It
    is short, but behind one long transaction it waits, and all writes to the parent wait behind it.

Instead:
    Create the table without the key (`db_constraint=False`), add the key NOT VALID with a lock timeout, and
    VALIDATE it later.

What it does not see:
    Tables that are busy without being named under `tables:` in the configuration.

Sources:
    Catalogue MIG-A20; PostgreSQL documentation "Explicit Locking".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import cases, size_of
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.migrations._sequence import hot_parent
from checks.schema.names import TableName
from checks.schema.operations import CreateTable


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New tables whose foreign keys lock a busy table."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, CreateTable) or not case.may_be("postgresql", "mysql"):
            continue
        for parent in dict.fromkeys(_parents(operation)):
            if size_of(change, parent) in {"hot", "huge"}:
                words = Words(
                    f"{operation.table} references {parent}",
                    f"new table {operation.table} references {parent}, configured as {size_of(change, parent)}",
                    f"Writes to {parent} wait while the key is added, and behind it if it has to wait.",
                    hot_parent(case),
                )
                yield hit(case, words, Action.WARN)


def _parents(operation: CreateTable) -> Iterator[TableName]:
    keys = (*(column.references for column in operation.columns), *(item.references for item in operation.constraints))
    for key in keys:
        if key is not None and key.enforced and key.table != operation.table and key.table.known:
            yield key.table


_HOT = Settings(tables={"customers": "hot", "shop.customer": "hot"})
_PARCELS = "CREATE TABLE parcels (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A20",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a new child of a hot table", _PARCELS, ((1, "references customers"),), settings=_HOT),
        django(
            "a many-to-many field to a hot model",
            'migrations.AddField("order", "fans", models.ManyToManyField("shop.customer")),',
            ((8, "shop_customer"),),
            settings=_HOT,
        ),
        sql("a new child of a table of unknown size", _PARCELS),
        alembic("a new table without a key", 'op.create_table("t", sa.Column("id", sa.BigInteger()))', settings=_HOT),
        sql(
            "a table that references itself",
            "CREATE TABLE customers (id int, boss int REFERENCES customers);\n",
            settings=_HOT,
        ),
    ),
)
