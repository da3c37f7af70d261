"""A statement outside a transaction cannot be run again.

What fails half-way stays half done, and the next try fails on the half that is there.

Why it matters:
    Outside a transaction every statement is kept by itself. When a later one fails, the tool runs the file
    again, and the first one fails because its table, column or index exists. An index that was interrupted
    while it was built CONCURRENTLY even stays behind, invalid.

Instead:
    `IF NOT EXISTS` and `IF EXISTS`, one statement per migration, and a drop of the invalid index first.

What it does not see:
    Tools that note each statement apart. Where nobody said whether the tool opens a transaction
    (`transaction_per_migration` under `database:`), it is a note.

Sources:
    Catalogue MIG-D05; squawk prefer-robust-stmts; PostgreSQL documentation "Building Indexes Concurrently".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity, Suggestion
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words, hit, place_evidence
from checks.migrations._suggest import edited
from checks.schema.migration import Framework
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ControlTransaction,
    CreateEnum,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    Setting,
)
from checks.schema.state.steps import Step, run_of

_SHOWN = 10
_EDITS = (
    (r"^(CREATE\s+(?:UNIQUE\s+)?INDEX(?:\s+CONCURRENTLY)?)\s+(?!IF\b|ON\b)", r"\1 IF NOT EXISTS "),
    (r"^(CREATE\s+TABLE)\s+(?!IF\b)", r"\1 IF NOT EXISTS "),
    (r"^(DROP\s+(?:TABLE|INDEX(?:\s+CONCURRENTLY)?))\s+(?!IF\b|CONCURRENTLY\b)", r"\1 IF EXISTS "),
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Statements that would fail the second time, where a first half may stay; several are told as one."""
    del options
    found = [(case, what) for case in cases(change) if _may_stay(case) and (what := _not_again(case))]
    found = [(case, what) for case, what in found if not case.operation.implied and not case.operation.conditional]
    if len(found) == 1:
        case, what = found[0]
        yield replace(_told(case, what), suggestion=_suggestion(case))
    elif found:
        case, what = found[0]
        evidence = tuple(place_evidence(other, other.operation, name) for other, name in found[:_SHOWN])
        yield replace(_told(case, f"{what} and {len(found) - 1} more"), evidence=evidence)


def _told(case: Case, what: str) -> Hit:
    words = Words(
        f"{what} cannot run again",
        f"{what} run{'s' if ' more' not in what else ''} outside a transaction and cannot run again",
        "If a later statement fails, the next try stops here because the first half is there.",
        "Say IF NOT EXISTS or IF EXISTS.",
    )
    return hit(case, words, Action.WARN if _is_known_outside(case) else Action.NOTE, confidence=0.75)


def _is_known_outside(case: Case) -> bool:
    """Whether no transaction stands around it for certain: nobody may have said what the tool does.

    An index that is built CONCURRENTLY alone in its file is how it should be done: only a file that is said to run
    without a transaction, or has more in it, is asked for IF NOT EXISTS.
    """
    if case.operation.transaction is not None:
        return False
    said = case.change.within.settings.database.transaction_per_migration is False
    return said or case.change.ask(_has_company)


def _may_stay(case: Case) -> bool:
    """Kept by itself: outside any transaction, built concurrently, or one of several in a file of an unknown tool."""
    transaction, operation = case.operation.transaction, case.operation
    if isinstance(operation, CreateIndex | DropIndex) and operation.concurrently:
        return transaction is None or not transaction.sure
    if transaction is not None and transaction.sure:
        return False
    if case.run.migration.framework is Framework.SQL and transaction is not None:
        return _is_raw(case) and case.change.ask(_has_company)
    return transaction is None and case.change.ask(_has_company)


def _has_company(change: Change) -> bool:
    """Whether the migration does several things."""
    run = run_of(change)
    return run is not None and len([step for step in run.up if _counts(step)]) > 1


def _is_raw(case: Case) -> bool:
    return case.run.migration.tool in {"SQL", "golang-migrate"}


def _counts(step: Step) -> bool:
    return not isinstance(step.operation, Setting | ControlTransaction) and not step.operation.implied


def _not_again(case: Case) -> str:
    """What would fail the second time; "" when it would not."""
    before = [step.operation for step in case.change.ask(_may_clear_the_way) if step.number < case.step.number]
    match case.operation:
        case CreateTable(if_not_exists=False, temporary=False, table=table, said=said) if (
            case.run.migration.framework is not Framework.DJANGO
        ):
            dropped = any(isinstance(item, DropTable) and item.table == table and item.if_exists for item in before)
            return "" if dropped or "SELECT" in said else f"CREATE TABLE {table}"
        case DropTable(if_exists=False, table=table) if case.run.migration.framework is not Framework.DJANGO:
            return f"DROP TABLE {table}"
        case CreateIndex(if_not_exists=False, index=index) if index.name:
            dropped = any(isinstance(item, DropIndex) and item.name == index.name and item.if_exists for item in before)
            return "" if dropped else f"index {index.name}"
        case DropIndex(if_exists=False, name=name):
            return f"DROP INDEX {name}"
        case _ if case.run.migration.framework is Framework.SQL:
            return _not_again_in_sql(case.operation, before)
        case _:
            return ""


def _may_clear_the_way(change: Change) -> tuple[Step, ...]:
    run = run_of(change)
    steps = () if run is None else run.up
    kinds = (DropTable, DropIndex, DropConstraint, AddConstraint)
    return tuple(step for step in steps if isinstance(step.operation, kinds))


def _not_again_in_sql(operation: Operation, before: list[Operation]) -> str:
    match operation:
        case AddColumn(if_not_exists=False, table=table, column=column):
            return f"ADD COLUMN {table}.{column.name}"
        case DropColumn(if_exists=False, table=table, name=name):
            return f"DROP COLUMN {table}.{name}"
        case DropConstraint(if_exists=False, name=name):
            return f"DROP CONSTRAINT {name}"
        case AddConstraint(constraint=constraint, table=table) if constraint.name:
            same = [item for item in before if _constraint_name(item) == constraint.name]
            dropped = bool(same) and isinstance(same[-1], DropConstraint) and same[-1].if_exists
            return "" if dropped else f"ADD CONSTRAINT {constraint.name} on {table}"
        case CreateEnum(name=name):
            return f"CREATE TYPE {name}"
        case DropObject(if_exists=False, kind=kind, name=name):
            return f"DROP {kind.upper()} {name}"
        case _:
            return ""


def _constraint_name(operation: Operation) -> str:
    match operation:
        case AddConstraint(constraint=constraint):
            return constraint.name
        case DropConstraint(name=name):
            return name
        case _:
            return ""


def _suggestion(case: Case) -> Suggestion | None:
    """IF [NOT] EXISTS where it is one word in one statement."""
    alone = sum(step.operation.place == case.operation.place for step in case.run.up) == 1
    if case.run.migration.framework is not Framework.SQL or not alone:
        return None
    found = (edited(case, pattern, new) for pattern, new in _EDITS)
    return next((suggestion for suggestion in found if suggestion is not None), None)


_OUTSIDE = Settings(database=Database(transaction_per_migration=False))

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-D05",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql(
            "built concurrently",
            "CREATE INDEX CONCURRENTLY orders_note ON orders (note);\n",
            ((1, "cannot run again"),),
        ),
        sql(
            "several statements, each kept by itself",
            "CREATE TABLE IF NOT EXISTS t (a int);\nALTER TABLE orders ADD COLUMN n int;\n",
            ((2, "ADD COLUMN orders.n runs outside"),),
            settings=_OUTSIDE,
        ),
        alembic(
            "Alembic, in an autocommit block",
            """
            with op.get_context().autocommit_block():
                op.create_index("orders_note", "orders", ["note"], postgresql_concurrently=True)
            """,
            ((10, "orders_note"),),
        ),
        sql("IF NOT EXISTS", "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_note ON orders (note);\n"),
        sql("in a transaction", "BEGIN;\nCREATE TABLE t (a int);\nALTER TABLE t ADD b int;\nCOMMIT;\n"),
        sql("one statement of a file", "ALTER TABLE orders ADD COLUMN n int;\n", settings=_OUTSIDE),
        sql(
            "an invalid index is dropped first",
            "DROP INDEX CONCURRENTLY IF EXISTS i;\nCREATE INDEX CONCURRENTLY i ON orders (note);\n",
        ),
        django("Django's transaction", 'migrations.AddIndex("order", models.Index(fields=["status"], name="i")),'),
    ),
)
