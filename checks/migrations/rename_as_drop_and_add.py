"""A column is dropped and one of the same kind is added: a rename that loses its data.

Generators of migrations cannot see a rename: they write a drop and an add.

Why it matters:
    The new column starts empty, and what the old one held is gone. The code looks the same before and after,
    so nobody notices until the data is missed.

Instead:
    Rename (RenameField, `alter_column(new_column_name=…)`), or better: add the new column, copy, switch, and
    drop the old one a release later.

What it does not see:
    Renames across several migrations. Columns whose names share nothing are not taken for one.

Sources:
    Catalogue MIG-C07, MIG-M08; Alembic documentation "What does Autogenerate Detect (and what does it not
    detect?)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit, place_evidence
from checks.migrations._sequence import replaced_column
from checks.schema.columns import Column
from checks.schema.operations import AddColumn, ChangeRows, DropColumn, RunCode

_WORD = re.compile(r"[a-z]+|\d+")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Dropped columns with a new twin in the same migration."""
    del options
    for case in cases(change):
        operation = case.operation
        if not isinstance(operation, DropColumn) or not case.existing_table or case.step.new_column or _copies(case):
            continue
        twin = _twin(case, operation)
        if twin is not None:
            words = Words(
                f"{operation.table}.{operation.name} lost to {twin.column.name}",
                f"{operation.table}.{operation.name} is dropped and {twin.column.name} is added: a lossy rename",
                "The new column starts empty; what the old one held is gone.",
                replaced_column(f"{operation.table}.{operation.name}", "name"),
            )
            evidence = (place_evidence(case, twin, "its new twin"),)
            yield replace(hit(case, words, Action.SIGN_OFF, confidence=0.8), evidence=evidence)


def _copies(case: Case) -> bool:
    """Whether the migration moves values between the two."""
    return any(
        isinstance(step.operation, ChangeRows | RunCode) and getattr(step.operation, "reverse", "") is not None
        for step in case.run.up
    )


def _twin(case: Case, operation: DropColumn) -> AddColumn | None:
    for step in case.run.up:
        item = step.operation
        if isinstance(item, AddColumn) and item.table == operation.table and _alike(operation, item.column):
            return item
    return None


def _alike(operation: DropColumn, new: Column) -> bool:
    old = operation.column
    if old is None or not old.type.known or old.type.name != new.type.name:
        return False
    if old.references is not None or new.references is not None:
        return old.references == new.references
    return bool({*_WORD.findall(operation.name.lower())} & {*_WORD.findall(new.name.lower())})


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C07", "MIG-M08"),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        django(
            "Django was told that it is no rename",
            """
            migrations.RemoveField("order", "note"),
            migrations.AddField("order", "note_text", models.CharField(max_length=200, null=True)),
            """,
            ((8, "note_text is added"),),
        ),
        alembic(
            "Alembic's autogenerate",
            """
            op.add_column("orders", sa.Column("order_status", sa.String(20), server_default="new"))
            op.drop_column("orders", "status")
            """,
            ((10, "order_status is added"),),
        ),
        django("a rename", 'migrations.RenameField("order", "note", "note_text"),'),
        alembic(
            "the values are copied",
            """
            op.add_column("orders", sa.Column("order_status", sa.String(20), server_default="new"))
            op.execute("UPDATE orders SET order_status = status WHERE order_status = 'new'")
            op.drop_column("orders", "status")
            """,
        ),
        sql(
            "columns of different kinds",
            "ALTER TABLE orders DROP COLUMN note;\nALTER TABLE orders ADD COLUMN note_count int;\n",
        ),
        sql(
            "names that share nothing",
            "ALTER TABLE orders DROP COLUMN note;\nALTER TABLE orders ADD COLUMN sku varchar(9);\n",
        ),
    ),
)
