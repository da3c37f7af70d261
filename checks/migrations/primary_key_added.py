"""A primary key is added to an existing table.

Its index is built, and its columns made NOT NULL, under the strongest lock.

Why it matters:
    ADD PRIMARY KEY holds an ACCESS EXCLUSIVE lock while it builds a unique index and looks for NULLs; adding
    a serial column writes the whole table anew. Nothing on the table answers meanwhile.

Instead:
    Build a unique index CONCURRENTLY, set the columns NOT NULL by a validated check, then
    `ADD CONSTRAINT … PRIMARY KEY USING INDEX`.

What it does not see:
    Whether replication or an ORM relies on the key that was there before.

Sources:
    Catalogue MIG-A09; PostgreSQL documentation "ALTER TABLE … USING INDEX"; squawk
    adding-serial-primary-key-field.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, columns_text, hit
from checks.migrations._sequence import primary_key
from checks.schema.columns import ConstraintKind
from checks.schema.operations import AddConstraint


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Primary keys that are built in place."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, AddConstraint) or operation.constraint.kind is not ConstraintKind.PRIMARY_KEY:
            continue
        if not operation.constraint.using_index and case.existing_table and case.may_be("postgresql", "mysql"):
            words = Words(
                f"primary key of {operation.table}",
                f"primary key {operation.table} ({columns_text(operation.constraint.columns)}) is built in place",
                "The table is locked against reads and writes while the index is built.",
                primary_key(case),
            )
            yield hit(case, words, by_lock(case))


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A09",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("ADD PRIMARY KEY", "ALTER TABLE orders ADD PRIMARY KEY (id);\n", ((1, "built in place"),)),
        sql(
            "a serial key as a new column",
            "ALTER TABLE orders ADD COLUMN n serial PRIMARY KEY;\n",
            ((1, "orders (n)"),),
        ),
        alembic("Alembic's create_primary_key", 'op.create_primary_key("pk", "orders", ["id"])', ((9, "orders (id)"),)),
        sql("over a finished index", "ALTER TABLE orders ADD CONSTRAINT pk PRIMARY KEY USING INDEX orders_id;\n"),
        sql("of a new table", "CREATE TABLE t (id bigint);\nALTER TABLE t ADD PRIMARY KEY (id);\n"),
        django(
            "Django's key of a new model",
            'migrations.CreateModel("Parcel", fields=[("code", models.CharField(max_length=9, primary_key=True))]),',
        ),
    ),
)
