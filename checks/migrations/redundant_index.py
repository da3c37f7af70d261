"""An index repeats the beginning of another.

Every write pays twice for one answer.

Why it matters:
    An index on (a) is of no use beside one on (a, b), or beside a unique rule on (a): the database could use
    the other one. It still costs space, and time on every write.

Instead:
    Leave it out, or drop the other one if that is never used whole.

What it does not see:
    Indexes of migrations that were not read. Off unless a repository asks for it.

Sources:
    Catalogue MIG-P09; Bytebase index duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.migrations._lost import plain
from checks.schema.columns import ConstraintKind
from checks.schema.operations import CreateIndex

_INDEXED = frozenset({ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New plain indexes that another one covers."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, CreateIndex) and not operation.index.unique and not operation.index.conditional:
            twin = _twin(case, operation)
            if twin:
                words = Words(
                    f"index {operation.table}({'+'.join(operation.index.columns)}) repeats another",
                    f"index {operation.table} ({columns_text(operation.index.columns)}) repeats {columns_text(twin)}",
                    "Every write pays twice for one answer.",
                    "Leave it out.",
                )
                yield hit(case, words, Action.WARN, confidence=0.75)


def _twin(case: Case, operation: CreateIndex) -> tuple[str, ...]:
    """The columns of an older index that begins with the same ones."""
    table, wanted = case.step.table, operation.index.columns
    if table is None or not wanted or "" in wanted or operation.index.method not in {"", "btree"}:
        return ()
    found = [item.columns for item in table.indexes if not item.conditional and item.method in {"", "btree"}]
    found += [item.columns for item in table.constraints if item.kind in _INDEXED and not item.conditional]
    return next(
        (
            columns
            for columns in found
            if [plain((name,)) for name in columns[: len(wanted)]] == [plain((name,)) for name in wanted]
        ),
        (),
    )


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P09",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("the same column", "CREATE INDEX CONCURRENTLY i ON orders (status);\n", ((1, "repeats status"),)),
        alembic("the key's own column", 'op.create_index("i", "customers", ["email"])', ((9, "repeats email"),)),
        sql("more columns than the old one", "CREATE INDEX CONCURRENTLY i ON orders (status, note);\n"),
        sql("a part of the rows", "CREATE INDEX CONCURRENTLY i ON orders (status) WHERE note IS NULL;\n"),
        sql("another kind of index", "CREATE INDEX CONCURRENTLY i ON orders USING gin (status);\n"),
        django("another field", 'migrations.AddIndex("order", models.Index(fields=["note"], name="i")),'),
    ),
)
