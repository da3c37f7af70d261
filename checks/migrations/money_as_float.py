"""An amount of money is stored as a float.

Binary fractions cannot hold a tenth.

Why it matters:
    0.1 + 0.2 is not 0.3. Sums drift by cents, comparisons fail, and two reports of the same orders differ.

Instead:
    `numeric(p, s)`, Django's DecimalField, or whole cents in a bigint.

What it does not see:
    Amounts whose column names do not say so.

Sources:
    Catalogue MIG-P10; PostgreSQL documentation "Floating-Point Types".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._examples import alembic, django, sql
from checks.migrations._guards import MONEY
from checks.migrations._hit import Words, hit
from checks.migrations._practice import new_columns
from checks.schema.operations import ChangeType

_FLOATS = frozenset({"real", "double precision"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New float columns whose names speak of money; a change of type is told by its own check."""
    del options
    for case, table, column in new_columns(change):
        if (
            column.type.name in _FLOATS
            and MONEY.search(column.name.lower())
            and not isinstance(case.operation, ChangeType)
        ):
            words = Words(
                f"{table}.{column.name} is a float",
                f"{table}.{column.name} stores money as {column.type}",
                "Sums drift by cents, and two reports of the same rows differ.",
                "Make it numeric, or whole cents.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P10",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("in SQL", "ALTER TABLE orders ADD COLUMN tax_amount float;\n", ((1, "stores money"),)),
        django(
            "Django's FloatField",
            'migrations.AddField("order", "price", models.FloatField(null=True)),',
            ((8, "FloatField"),),
        ),
        sql("numeric", "ALTER TABLE orders ADD COLUMN tax_amount numeric(9, 2);\n"),
        alembic("another float", 'op.add_column("orders", sa.Column("weight", sa.Float()))'),
        sql(
            "a name that only looks like it", "ALTER TABLE orders ADD COLUMN pricey float, ADD COLUMN feeling float;\n"
        ),
    ),
)
