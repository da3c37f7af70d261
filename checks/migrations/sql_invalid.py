"""SQL that the database will refuse.

The text does not parse in the grammar of its database, or names one column twice.

Why it matters:
    The migration fails when it is deployed, after the statements before it. And what does not parse cannot
    be checked for anything else.

Instead:
    Fix the statement. If it is right and only newer than PostgreSQL 17, or of another database, say which
    under `database:` in the configuration.

What it does not see:
    Names that do not exist, and types that do not fit: only the database knows. Text with holes that are
    filled at run time is told by `migrations/migration-unreadable` instead.

Sources:
    Catalogue MIG-D06; squawk syntax-error, ban-duplicate-column-assignments; libpg_query.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit
from checks.schema.names import UNKNOWN
from checks.schema.operations import Refused, Unreadable, Why

_MANY = 4  # from here on it is another dialect rather than a slip


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Statements that do not parse or cannot run; a file of another dialect is told once."""
    del options
    bad = [case for case in cases(change) if _is_invalid(case)]
    broken = [case for case in bad if isinstance(case.operation, Unreadable)]
    if len(broken) >= _MANY and len(broken) > len(cases(change)) // 2:
        yield _foreign(broken[0], len(broken))
        bad = [case for case in bad if case not in broken]
    for case in bad:
        yield _told(case)


def _is_invalid(case: Case) -> bool:
    operation = case.operation
    if isinstance(operation, Refused):
        return True
    return isinstance(operation, Unreadable) and operation.why is Why.SYNTAX and UNKNOWN not in operation.reason


def _told(case: Case) -> Hit:
    operation = case.operation
    reason = operation.reason if isinstance(operation, Refused | Unreadable) else ""
    words = Words(
        f"{operation.said.lower()} refused: {reason}",
        f"{operation.said}: {reason}",
        "The migration fails when it is deployed, and what does not parse was not checked for anything else.",
        "Fix the statement.",
    )
    return hit(case, words, Action.BLOCK, confidence=0.85)


def _foreign(case: Case, count: int) -> Hit:
    words = Words(
        "sql of an unknown dialect",
        f"{count} statements do not parse as PostgreSQL, MySQL or SQLite",
        "They were not checked for anything.",
        "Say which database it is under `database:` in the configuration, or leave the file to a person.",
    )
    return hit(case, words, Action.SIGN_OFF, confidence=0.75)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D06",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a slip", "ALTER TABLE orders ADD COLUM note text;\n", ((1, "syntax error"),)),
        sql(
            "a column that is set twice",
            "UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;\n",
            ((1, "named twice"),),
        ),
        alembic("in op.execute", 'op.execute("SELEC 1")', ((9, "syntax error"),)),
        sql("one bad statement does not hide the others", "SELECT 1;\nSELEC 2;\nSELECT 3;\n", ((2, "syntax error"),)),
        sql("the same part of two columns", "UPDATE k SET a.x = 1, b.x = 2 WHERE id = 1;\n"),
        sql("MySQL's own words", "ALTER TABLE `orders` MODIFY COLUMN `note` text;\n"),
        django(
            "place holders of the driver",
            'migrations.RunSQL([("UPDATE shop_order SET note = %s WHERE id = 1", ["x"])], ""),',
        ),
        sql("a template's holes", "ALTER TABLE ${schema}.orders ADD COLUMN n int;\n"),
        sql("a function with a body", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n"),
    ),
)
