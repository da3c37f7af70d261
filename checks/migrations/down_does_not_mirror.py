"""The way back does not undo the way there.

Something that the migration makes is still there after going back, or what it drops does not return.

Why it matters:
    After a rollback the schema is neither the old nor the new one: the next upgrade fails on what was left
    behind, and the old code on what did not come back.

Instead:
    Undo each step, in the opposite order.

What it does not see:
    Steps in raw SQL that nobody can read, and the content of rows.

Sources:
    Catalogue MIG-G08; strong_migrations check_down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.kit import Action, Change, Check, Hit, Kind, Options, Severity
from checks.kit.files import is_test
from checks.migrations._examples import alembic, django, sql
from checks.migrations._hit import Words
from checks.migrations._whole import hit_whole
from checks.schema.operations import (
    AddColumn,
    CreateTable,
    DropColumn,
    DropTable,
    Operation,
    OtherOperation,
    RenameColumn,
    RenameTable,
    Unreadable,
)
from checks.schema.state.graph import run_added
from checks.schema.state.steps import Run

_MOST_NAMED = 3


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Tables and columns that the way back forgets."""
    del options
    run = None if is_test(change.path) else run_added(change)
    if run is None or run.migration.down is None or not run.migration.down.operations or _unclear(run):
        return
    left = list(_forgotten([step.operation for step in run.up], [step.operation for step in run.down]))
    if left:
        named = ", ".join(left[:_MOST_NAMED]) + (" …" if len(left) > _MOST_NAMED else "")
        words = Words(
            f"way back forgets {', '.join(left)}",
            f"the way back does not undo: {named}",
            "After a rollback the next upgrade fails on what was left behind, or the old code on what is missing.",
            "Undo each step, in the opposite order.",
        )
        yield hit_whole(run, words, Action.WARN, confidence=0.75)


def _unclear(run: Run) -> bool:
    both = (*run.up, *run.down)
    return any(isinstance(step.operation, Unreadable | OtherOperation) or step.operation.conditional for step in both)


def _forgotten(up: Iterable[Operation], down: list[Operation]) -> Iterator[str]:
    up = list(up)
    made = {_name(item) for item in up if isinstance(item, CreateTable)}
    gone = {_name(item) for item in up if isinstance(item, DropTable)}
    undone = {key for item in down for key in _undoes(item)}
    for item in up:
        wanted = _does(item)
        table = _name(item)
        if wanted is None or wanted in undone or (isinstance(item, CreateTable) and item.temporary):
            continue
        within = isinstance(item, AddColumn | DropColumn | RenameColumn) and table in made | gone
        taken_along = isinstance(item, AddColumn | RenameColumn) and ("table", table) in undone
        if not within and not taken_along:
            yield wanted[1]


def _does(operation: Operation) -> tuple[str, str] | None:
    """What an operation leaves behind, as its undoing would name it."""
    match operation:
        case CreateTable(table=table):
            return "table", str(table)
        case DropTable(table=table):
            return "make table", str(table)
        case AddColumn(table=table, column=column):
            return "column", f"{table}.{column.name}"
        case DropColumn(table=table, name=name):
            return "make column", f"{table}.{name}"
        case RenameColumn(table=table, name=name, new=new):
            return "rename", f"{table}.{new} to {name}"
        case RenameTable(table=table, new=new):
            return "rename table", f"{new} to {table}"
        case _:
            return None


def _undoes(operation: Operation) -> Iterator[tuple[str, str]]:
    match operation:
        case CreateTable(table=table):
            yield "make table", str(table)
        case DropTable(table=table):
            yield "table", str(table)
        case AddColumn(table=table, column=column):
            yield "make column", f"{table}.{column.name}"
        case DropColumn(table=table, name=name):
            yield "column", f"{table}.{name}"
        case RenameColumn(table=table, name=name, new=new):
            yield "rename", f"{table}.{name} to {new}"
        case RenameTable(table=table, new=new):
            yield "rename table", f"{table} to {new}"
        case _:
            return


def _name(operation: Operation) -> str:
    return str(getattr(operation, "table", ""))


_ADD = 'op.add_column("orders", sa.Column("n", sa.Integer()))'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G08",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        alembic("a column is forgotten", _ADD, ((8, "orders.n"),), downgrade='op.drop_index("i", "orders")'),
        sql(
            "another table goes",
            "-- migrate:up\nCREATE TABLE a (x int);\n-- migrate:down\nDROP TABLE b;\n",
            ((1, "does not undo: a"),),
            path="db/1_a.sql",
        ),
        alembic("undone", _ADD, downgrade='op.drop_column("orders", "n")'),
        alembic("no way back at all: told elsewhere", _ADD),
        sql(
            "the table takes its columns along",
            "-- migrate:up\nCREATE TABLE a (x int);\nALTER TABLE a ADD y int;\n-- migrate:down\nDROP TABLE a;\n",
            path="db/1_a.sql",
        ),
        alembic("under a condition", f"if missing():\n    {_ADD}", downgrade='op.drop_index("i", "orders")'),
        django("Django finds its own way back", 'migrations.RemoveField("order", "note"),'),
    ),
)
