"""A constraint is added NOT VALID and validated in the same transaction.

The strong lock of the first step is held during the scan of the second.

Why it matters:
    NOT VALID exists so that the scan can run later, under a lock that lets writes through. In one
    transaction the lock that ADD CONSTRAINT took stays until the end: readers and writers wait for the scan
    after all.

Instead:
    Put VALIDATE CONSTRAINT into a migration of its own, or commit in between.

What it does not see:
    Transactions that an unknown SQL tool opens; say `transaction_per_migration` in the configuration.

Sources:
    Catalogue MIG-A06; squawk constraint-missing-not-valid; strong_migrations "validate in a separate migration".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, by_lock, hit
from checks.migrations._sequence import validated_apart
from checks.schema.names import same_identifier
from checks.schema.operations import AddConstraint, ValidateConstraint


def find(change: Change, options: Options) -> Iterator[Hit]:
    """VALIDATE behind its own ADD, before the transaction ends."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, ValidateConstraint) and case.existing_table and _added_before(case, operation):
            words = Words(
                f"{operation.table}.{operation.name} added and validated in one transaction",
                f"{operation.name} on {operation.table} is added NOT VALID and validated in one transaction",
                "The lock of the first step is held while every row is checked.",
                validated_apart(case),
            )
            yield hit(case, words, by_lock(case))


def _added_before(case: Case, operation: ValidateConstraint) -> bool:
    mine = operation.transaction
    return (
        mine is not None
        and mine.sure
        and any(
            isinstance(step.operation, AddConstraint)
            and same_identifier(step.operation.constraint.name, operation.name)
            and not step.operation.constraint.validated
            and step.operation.transaction == mine
            for step in case.before()
        )
    )


_ADD = "ALTER TABLE orders ADD CONSTRAINT small_total CHECK (total < 100000) NOT VALID;"
_VALIDATE = "ALTER TABLE orders VALIDATE CONSTRAINT small_total;"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A06",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("in one written transaction", f"BEGIN;\n{_ADD}\n{_VALIDATE}\nCOMMIT;\n", ((3, "one transaction"),)),
        alembic(
            "in one upgrade()",
            f"""
            op.execute("{_ADD}")
            op.execute("{_VALIDATE}")
            """,
            ((10, "small_total"),),
        ),
        sql(
            "in the transaction that the tool opens",
            f"{_ADD}\n{_VALIDATE}\n",
            ((2, "small_total"),),
            settings=Settings(database=Database(transaction_per_migration=True)),
        ),
        sql("committed in between", f"BEGIN;\n{_ADD}\nCOMMIT;\nBEGIN;\n{_VALIDATE}\nCOMMIT;\n"),
        sql("validated in a file of its own", f"BEGIN;\n{_VALIDATE}\nCOMMIT;\n"),
        sql("no transaction in sight", f"{_ADD}\n{_VALIDATE}\n"),
        django(
            "a migration that is not atomic",
            f'migrations.RunSQL("{_ADD}"),\nmigrations.RunSQL("{_VALIDATE}"),',
            atomic=False,
        ),
    ),
)
