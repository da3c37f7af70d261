"""A foreign key of Django does nothing when its parent goes.

`DO_NOTHING` leaves it to the database, which refuses, or keeps orphans.

Why it matters:
    With the database's constraint the delete fails at commit, far from the code that asked for it. Without it
    rows stay behind that point to nothing.

Instead:
    `PROTECT`, `CASCADE` or `SET_NULL`, whichever is meant.

What it does not see:
    Triggers that take care of it.

Sources:
    Catalogue MIG-M03; Django documentation "DO_NOTHING".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django
from checks.migrations._hit import Words, hit
from checks.schema.columns import Column
from checks.schema.migration import Framework
from checks.schema.names import TableName
from checks.schema.operations import AddColumn, CreateTable, Operation


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New keys with DO_NOTHING, on tables that Django manages."""
    del options
    for case in cases(change):
        if case.run.migration.framework is not Framework.DJANGO:
            continue
        for table, column in _columns(case.operation):
            if column.references is not None and column.references.on_delete == "DO_NOTHING":
                kept = (
                    "The database refuses the delete at commit."
                    if column.references.enforced
                    else "Rows that point to nothing stay behind."
                )
                words = Words(
                    f"{table}.{column.name} does nothing",
                    f"{table}.{column.name} does nothing when its parent is deleted",
                    kept,
                    "Say PROTECT, CASCADE or SET_NULL.",
                )
                action = Action.WARN if column.references.enforced else Action.SIGN_OFF
                yield hit(case, words, action, confidence=0.8)


def _columns(operation: Operation) -> Iterator[tuple[TableName, Column]]:
    match operation:
        case CreateTable(table=table, columns=columns, managed=True):
            yield from ((table, column) for column in columns)
        case AddColumn(table=table, column=column):
            yield table, column
        case _:
            return


_KEY = 'migrations.AddField("order", "buyer", models.ForeignKey("shop.customer", models.{rule}, null=True{more})),'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-M03",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        django("left to the database", _KEY.format(rule="DO_NOTHING", more=""), ((8, "refuses the delete"),)),
        django("left to nobody", _KEY.format(rule="DO_NOTHING", more=", db_constraint=False"), ((8, "stay behind"),)),
        django("a rule", _KEY.format(rule="PROTECT", more="")),
        django(
            "a table that Django does not manage",
            """
            migrations.CreateModel(
                "View",
                fields=[("order", models.ForeignKey("shop.order", models.DO_NOTHING))],
                options={"managed": False},
            ),
            """,
        ),
        alembic("Alembic", 'op.add_column("orders", sa.Column("b", sa.Integer(), sa.ForeignKey("customers.id")))'),
    ),
)
