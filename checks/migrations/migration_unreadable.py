"""A part of a migration cannot be read.

Its SQL or its operations are put together at run time, or are larger than is read.

Why it matters:
    What cannot be read was not checked: it may drop a table. A migration that nobody looked at is never
    passed over in silence.

Instead:
    Write the statement down as a constant text, with parameters for values; or let the owner of the database
    read it and sign.

What it does not see:
    What the text will be.

Sources:
    Catalogue MIG-E13.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import UNKNOWN
from checks.schema.operations import OtherOperation, RunCode, Unreadable, Why


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Unreadable operations; those that only fail to parse are told by `migrations/sql-invalid`."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, Unreadable) and (operation.why is not Why.SYNTAX or UNKNOWN in operation.reason):
            yield _told(case, operation)
        elif isinstance(operation, OtherOperation) and not operation.known and operation.name not in _KNOWN_ELSEWHERE:
            yield _foreign(case, operation, f"{operation.said} is an operation of another package or file")
        elif isinstance(operation, RunCode) and operation.origin and not operation.origin.endswith(".noop"):
            yield _foreign(case, operation, f"{operation.function}() stands in another file")


_KNOWN_ELSEWHERE = frozenset({"IgnoreMigration"})


def _told(case: Case, operation: Unreadable) -> Hit:
    reason = "its text has holes that are filled at run time" if operation.why is Why.SYNTAX else operation.reason
    words = Words(
        f"unreadable {operation.said.lower()}: {reason}",
        f"{operation.said} cannot be read: {reason}",
        "It was not checked for anything.",
        "Write the statement down as a constant text.",
    )
    action = Action.SIGN_OFF if operation.why is Why.LIMIT else Action.WARN
    return hit(case, words, action, confidence=0.8)


def _foreign(case: Case, operation: OtherOperation | RunCode, fact: str) -> Hit:
    """Never silent and never green, but no comment in the diff: most of them are harmless."""
    name = operation.name if isinstance(operation, OtherOperation) else operation.origin
    words = Words(
        f"operation {name} unknown",
        fact,
        "What it does to the database was not checked.",
        "Say in the pull request what it does.",
    )
    return hit(case, words, Action.WARN, confidence=0.6)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-E13",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        alembic("a text that is made elsewhere", "op.execute(make_sql())", ((9, "cannot be read"),)),
        django("a list that is made elsewhere", "*more_operations(),", ((8, "cannot be read"),)),
        django(
            "a function of another file",
            "migrations.RunPython(fill, migrations.RunPython.noop),",
            ((9, "stands in another file"),),
            before="from shop.fills import fill\n\n",
        ),
        sql(
            "EXECUTE of a variable",
            "DO $$ DECLARE t text; BEGIN EXECUTE 'DROP ' || t; END $$;\n",
            ((1, "cannot be read"),),
        ),
        alembic("a constant of the file", "op.execute(SQL)", before='SQL = "SELECT 1"'),
        alembic("a query that is built by calls", 'op.get_bind().execute(sa.select(sa.column("id")))'),
        django("parts of a constant text", 'migrations.RunSQL("SELECT " "1", migrations.RunSQL.noop),'),
        sql("EXECUTE of a text", "DO $$ BEGIN EXECUTE 'SELECT 1'; END $$;\n"),
    ),
)
