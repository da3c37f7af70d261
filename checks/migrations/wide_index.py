"""An index has more than three columns and is not unique.

The later columns hardly help, and every write pays for them.

Why it matters:
    An index finds rows by its first columns; the fourth is rarely worth its size. A wide index is slower to
    read, and each UPDATE of any of its columns writes to it.

Instead:
    Fewer columns, or `INCLUDE` for those that are only read.

What it does not see:
    The queries that it is meant for. Off unless a repository asks for it.

Sources:
    Catalogue MIG-P08; strong_migrations add_index_columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.migrations._case import cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, columns_text, hit
from checks.schema.operations import CreateIndex

_WIDE = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """New indexes of more than three columns."""
    del options
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, CreateIndex) and not operation.index.unique and len(operation.index.columns) > _WIDE:
            columns = operation.index.columns
            words = Words(
                f"wide index {operation.table}({'+'.join(columns)})",
                f"index on {operation.table} ({columns_text(columns)}) has {len(columns)} columns",
                "The later columns hardly help, and every write pays for them.",
                "Keep the first ones.",
            )
            yield hit(case, words, Action.WARN, confidence=0.8)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-P08",),
    kind=Kind.INTRODUCED,
    severity=Severity.LOW,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    enabled=False,
    examples=(
        sql("four columns", "CREATE INDEX CONCURRENTLY i ON orders (a, b, c, d);\n", ((1, "has 4 columns"),)),
        sql("three columns", "CREATE INDEX CONCURRENTLY i ON orders (a, b, c);\n"),
        sql("a unique one", "CREATE UNIQUE INDEX CONCURRENTLY i ON orders (a, b, c, d);\n"),
        alembic(
            "columns that are only read", 'op.create_index("i", "orders", ["a"], postgresql_include=["b", "c", "d"])'
        ),
        django("Django, two fields", 'migrations.AddIndex("order", models.Index(fields=["a", "b"], name="i")),'),
    ),
)
