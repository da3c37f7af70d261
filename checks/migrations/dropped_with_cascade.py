"""Something is dropped with CASCADE.

CASCADE drops whatever depends on it, unseen.

Why it matters:
    Views, foreign keys, functions and policies that depend on the object go with it. Which ones depends on
    the database that it runs on: production may lose more than staging.

Instead:
    Drop the dependants by name first; then a plain DROP fails if one was forgotten.

What it does not see:
    What depends on the object.

Sources:
    Catalogue MIG-C03; PostgreSQL documentation "Dependency Tracking".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.operations import DropColumn, DropConstraint, DropIndex, DropObject, DropTable, Operation


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Drops that take others along."""
    del options
    for case in cases(change):
        what = _cascading(case.operation)
        if what and case.existing_table:
            words = Words(
                f"{what} dropped with cascade",
                f"{what} is dropped with CASCADE",
                "Views, keys and functions that depend on it go too, and in production it may be more of them.",
                "Drop the dependants by name first.",
            )
            yield replace(hit(case, words, Action.BLOCK), suggestion=_suggestion(case))


def _cascading(operation: Operation) -> str:
    """What goes with CASCADE, in words; "" for anything else."""
    match operation:
        case DropTable(cascade=True, table=table):
            return f"table {table}"
        case DropColumn(cascade=True, table=table, name=name):
            return f"column {table}.{name}"
        case DropConstraint(cascade=True, name=name):
            return f"constraint {name}"
        case DropIndex(cascade=True, name=name):
            return f"index {name}"
        case DropObject(cascade=True, kind=kind, name=name):
            return f"{kind} {name}"
        case _:
            return ""


def _suggestion(case: Case) -> Suggestion | None:
    alone = sum(step.operation.place == case.operation.place for step in case.run.up) == 1
    if case.run.migration.framework is not Framework.SQL or not alone:
        return None
    return edited(case, r"\s+CASCADE\s*$", "")


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-C03",),
    kind=Kind.INTRODUCED,
    severity=Severity.BLOCKER,
    action=Action.BLOCK,
    since="0.1.0",
    find=find,
    examples=(
        sql("a table", "DROP TABLE orders CASCADE;\n", ((1, "table orders"),)),
        alembic(
            "a column, by Alembic", 'op.execute("ALTER TABLE orders DROP COLUMN note CASCADE")', ((9, "orders.note"),)
        ),
        sql("without CASCADE", "DROP TABLE orders;\n"),
        sql("said to be without", "DROP TABLE orders RESTRICT;\n"),
        sql("a foreign key's own CASCADE", "CREATE TABLE t (a int REFERENCES orders (id) ON DELETE CASCADE);\n"),
    ),
)
