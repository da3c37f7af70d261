"""A transaction is opened twice, or never closed.

BEGIN within a transaction changes nothing, and a COMMIT that is missing loses everything.

Why it matters:
    A BEGIN inside the transaction that the tool opened is a warning at best; the COMMIT that belongs to it
    ends the tool's transaction, and the rest of the file runs without one. A BEGIN that is never committed
    is rolled back when the connection closes: the migration seems to have run and left nothing.

Instead:
    Let the tool own the transaction, or switch it off in the tool and write each BEGIN with its COMMIT.

What it does not see:
    What an unknown SQL tool does around the file; say `transaction_per_migration` in the configuration.

Sources:
    Catalogue MIG-D08; squawk transaction-nesting, ban-uncommitted-transaction; PostgreSQL documentation "BEGIN".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import ControlTransaction


def find(change: Change, options: Options) -> Iterator[Hit]:
    """BEGIN and COMMIT that do not pair, or that take the tool's transaction away."""
    del options
    controls = [case for case in cases(change) if isinstance(case.operation, ControlTransaction)]
    resumed = False
    for number, case in enumerate(controls):
        operation = case.operation
        if not isinstance(operation, ControlTransaction):
            continue
        what = _wrong(operation)
        if what and operation.verb != "begin":
            resumed = True  # the tool's transaction ended here, its own COMMIT will find what is begun again
        if what:
            yield _told(case, what)
        elif number == len(controls) - 1 and operation.verb == "begin" and not resumed:
            yield _told(case, "it is never committed")


def _wrong(operation: ControlTransaction) -> str:
    transaction = operation.transaction
    sure = transaction is not None and transaction.sure
    if operation.verb == "begin":
        return "a transaction is open already" if sure else ""
    if transaction is None:
        return "there is none to end"
    if sure and not transaction.written:
        return "it ends the transaction that the tool opened"
    return "" if sure else "there is none to end, unless the tool opened one"


def _told(case: Case, what: str) -> Hit:
    words = Words(
        f"{case.operation.said.lower()}: {what}",
        f"{case.operation.said}: {what}",
        "Statements run outside the transaction they were meant for, or are rolled back when the connection closes.",
        "Let the tool own the transaction, or switch it off there.",
    )
    return hit(case, words, Action.BLOCK, confidence=0.85)


_WRAPPED = Settings(database=Database(transaction_per_migration=True))

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D08",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("never committed", "BEGIN;\nCREATE TABLE t (id bigint);\n", ((1, "never committed"),)),
        sql("begun twice", "BEGIN;\nBEGIN;\nSELECT 1;\nCOMMIT;\n", ((2, "open already"),)),
        django(
            "Django's transaction is ended",
            'migrations.RunSQL("SELECT 1; COMMIT;", ""),',
            ((8, "that the tool opened"),),
        ),
        sql("a COMMIT too many", "BEGIN;\nSELECT 1;\nCOMMIT;\nCOMMIT;\n", ((4, "none to end"),)),
        sql("a pair", "BEGIN;\nCREATE TABLE t (id bigint);\nCOMMIT;\n"),
        sql("two pairs", "BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;\n"),
        sql("rolled back on purpose", "BEGIN;\nSELECT 1;\nROLLBACK;\n"),
        sql("no transaction of its own", "SELECT 1;\n", settings=_WRAPPED),
        alembic("the word in PL/pgSQL", 'op.execute("DO $$ BEGIN PERFORM 1; END $$")'),
    ),
)
