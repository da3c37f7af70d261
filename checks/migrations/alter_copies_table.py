"""MySQL is told to copy the table, or to lock it, for an ALTER.

ALGORITHM=COPY and LOCK=SHARED or EXCLUSIVE keep writers out for the length of the table.

Why it matters:
    InnoDB can do most changes in place while others write. With COPY it writes the table anew, with SHARED
    or EXCLUSIVE it lets nobody write, or nobody in at all, until it is done.

Instead:
    `ALGORITHM=INSTANT` or `ALGORITHM=INPLACE, LOCK=NONE`: the statement then fails at once where that is not
    possible, instead of falling back to a copy. For the rest, gh-ost or pt-online-schema-change.

What it does not see:
    An ALTER without these words that falls back to a copy.

Sources:
    Catalogue MIG-A24; MySQL manual "Online DDL Operations"; strong_migrations.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.schema.operations import OtherStatement

_SAID = tuple(f"ALTER TABLE … {word}" for word in ("COPY", "SHARED", "EXCLUSIVE"))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """ALTER TABLE with a word that keeps writers out."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, OtherStatement) and operation.what in _SAID and case.existing_table:
            word = operation.what.rpartition(" ")[2]
            words = Words(
                f"{operation.table} altered with {word}",
                f"ALTER TABLE {operation.table} asks for {word}",
                "Nobody can write to the table until it is done.",
                "Say ALGORITHM=INPLACE, LOCK=NONE; it fails at once where that is not possible.",
            )
            yield hit(case, words, Action.NOTE if case.size == "small" else Action.WARN)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A24",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("a copy", "ALTER TABLE `orders` ADD COLUMN n int, ALGORITHM=COPY;\n", ((1, "asks for COPY"),)),
        sql("in place, without a lock", "ALTER TABLE `orders` ADD COLUMN n int, ALGORITHM=INPLACE, LOCK=NONE;\n"),
        sql("nothing is said", "ALTER TABLE `orders` ADD COLUMN n int;\n"),
        alembic("PostgreSQL has no such words", 'op.execute("ALTER TABLE orders ADD COLUMN copy int")'),
    ),
)
