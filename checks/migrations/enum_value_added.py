"""A value joins an enum without a place, or where it cannot be used yet.

ALTER TYPE … ADD VALUE puts it last, and in the same transaction nobody may use it.

Why it matters:
    The order of an enum decides how it sorts and compares: a value that lands at the end by accident cannot
    be moved. Before PostgreSQL 12 the statement fails inside a transaction; since then the new value cannot
    be used before the transaction ends.

Instead:
    Say `BEFORE 'x'` or `AFTER 'x'`. Give the value a migration of its own, outside a transaction, and use it
    in the next one.

What it does not see:
    Whether anything sorts or compares by the enum.

Sources:
    Catalogue MIG-B17; PostgreSQL documentation "ALTER TYPE"; squawk require-enum-value-ordering.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import AddEnumValue

_IN_TRANSACTION_SINCE = 12


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Enum values without a neighbour, or in a transaction that cannot take them."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, AddEnumValue):
            refused = _refused(case)
            if refused or not operation.ordered:
                harm = (
                    "Before PostgreSQL 12 the statement fails inside a transaction."
                    if refused
                    else "It lands at the end by accident, and its order cannot be changed later."
                )
                where = "inside a transaction" if refused else "without BEFORE or AFTER"
                words = Words(
                    f"{operation.name} value {operation.value}",
                    f"'{operation.value}' joins {operation.name} {where}",
                    harm,
                    "Say where it belongs, in a migration of its own.",
                )
                yield hit(case, words, Action.BLOCK if refused else Action.WARN, confidence=0.8)


def _refused(case: Case) -> bool:
    transaction, version = case.operation.transaction, case.version
    return transaction is not None and transaction.sure and version is not None and version < _IN_TRANSACTION_SINCE


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-B17",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("without a place", "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine';\n", ((1, "without BEFORE"),)),
        alembic(
            "in a transaction before PostgreSQL 12",
            "op.execute(\"ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok'\")",
            ((9, "inside a transaction"),),
            settings=Settings(database=Database(engine="postgresql", version=11)),
        ),
        sql("with a place", "ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';\n"),
        alembic("with a place, in a transaction", "op.execute(\"ALTER TYPE mood ADD VALUE 'fine' BEFORE 'ok'\")"),
        sql("a new type", "CREATE TYPE mood AS ENUM ('ok', 'fine');\n"),
    ),
)
