"""Raw SQL changes a table without a lock timeout.

A statement that waits for its lock stops everything that comes behind it.

Why it matters:
    Even a change that takes a millisecond needs its lock first. While it waits for one long query, every new
    query on the table waits behind it. `lock_timeout` gives up instead, and the deploy can try again;
    `statement_timeout` ends a scan that turns out to be long.

Instead:
    `SET lock_timeout = '2s'; SET statement_timeout = '30s';` before the first change, or set both for the
    role that migrates and say `timeouts_set_elsewhere: true` under `database:`.

What it does not see:
    Time-outs of the role, the connection string or the migration tool: as long as the configuration does not say
    `timeouts_set_elsewhere: false`, and no neighbour sets any, and the table is not
    known to be large, it is a note. Asked of SQL files only, and not in folders whose other files never set one.

Sources:
    Catalogue MIG-A17; PostgreSQL documentation "lock_timeout"; squawk require-timeout-settings.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Database, Hit, Kind, Options, Settings, Severity
from checks.migrations._case import Case, cases
from checks.migrations._examples import alembic, sql
from checks.migrations._hit import Words, hit
from checks.migrations._locks import takes_strong_lock
from checks.schema.migration import Framework, Migration
from checks.schema.operations import (
    AttachPartition,
    CreateEnum,
    CreateIndex,
    CreateObject,
    CreateTable,
    DetachPartition,
    DropIndex,
    LockTable,
    OtherStatement,
    Reindex,
    RewriteTable,
    Setting,
)
from checks.schema.state.ancestors import base_neighbours
from checks.schema.state.steps import Step

_BOTH = frozenset({"lock_timeout", "statement_timeout"})
_LOCKING = (CreateIndex, DropIndex, Reindex, LockTable, AttachPartition, DetachPartition, RewriteTable)
_HABIT = 2  # files of a folder from which on one can speak of a habit


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The first change to a table in an SQL file, when a time-out is missing before it."""
    del options
    judged = cases(change)
    if not judged or judged[0].run.migration.framework is not Framework.SQL or _set_elsewhere(judged[0]):
        return
    first = next((case for case in judged if _locks(case.step) and case.may_be("postgresql")), None)
    if first is None:
        return
    missing = sorted(_BOTH - {step.operation.name for step in first.before() if isinstance(step.operation, Setting)})
    if missing:
        words = Words(
            f"no {' and '.join(missing)}",
            f"no {' and no '.join(missing)} before the first change",
            "While it waits for its lock, every query on the table waits behind it.",
            f"SET {missing[0]} first, or set it for the role that migrates.",
        )
        loud = missing == ["lock_timeout"] or first.size in {"large", "huge", "hot"} or _is_asked_for(first)
        yield hit(first, words, Action.WARN if loud else Action.NOTE, confidence=0.75, kind=Kind.MISSING)


def _set_elsewhere(case: Case) -> bool:
    if case.change.within.settings.database.timeouts_set_elsewhere is not None:
        return case.change.within.settings.database.timeouts_set_elsewhere
    neighbours = _neighbours(case)
    return len(neighbours) >= _HABIT and not any(map(_sets, neighbours))


def _is_asked_for(case: Case) -> bool:
    """Whether somebody said that no role sets them, or the folder's other files set theirs."""
    said = case.change.within.settings.database.timeouts_set_elsewhere is False
    return said or any(map(_sets, _neighbours(case)))


def _neighbours(case: Case) -> list[Migration]:
    found = base_neighbours(case.run.migration, case.change.within)
    return [item for item in found if item.path != case.change.path]


def _sets(migration: Migration) -> bool:
    return any(isinstance(operation, Setting) and operation.name in _BOTH for operation in migration.up.operations)


def _locks(step: Step) -> bool:
    operation = step.operation
    if isinstance(operation, OtherStatement):
        return operation.ddl
    if isinstance(operation, CreateTable | CreateObject | CreateEnum):
        return False
    return takes_strong_lock(step) or (isinstance(operation, _LOCKING) and not step.new_table)


_ADD = "ALTER TABLE orders ADD COLUMN paid boolean;"
_SET = "SET lock_timeout = '2s';\nSET statement_timeout = '30s';"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-A17",),
    kind=Kind.MISSING,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        sql("none is set", f"{_ADD}\n", ((1, "no lock_timeout and no statement_timeout"),)),
        sql("the other one is set", f"SET statement_timeout = '9s';\n{_ADD}\n", ((2, "no lock_timeout"),)),
        sql("one of two is set", f"SET lock_timeout = '2s';\n{_ADD}\n", ((2, "no statement_timeout"),)),
        sql(
            "the role does not set them either",
            f"{_ADD}\n",
            ((1, "no lock_timeout"),),
            settings=Settings(database=Database(timeouts_set_elsewhere=False)),
        ),
        sql("nothing is changed", "SELECT count(*) FROM orders;\n"),
        sql("both are set", f"{_SET}\n{_ADD}\n"),
        sql("only new tables", "CREATE TABLE t (a int);\nCREATE INDEX ON t (a);\n"),
        sql("only rows", "UPDATE orders SET note = '' WHERE id = 1;\n"),
        sql("set for the role", f"{_ADD}\n", settings=Settings(database=Database(timeouts_set_elsewhere=True))),
        alembic("Alembic connects with its own settings", 'op.drop_column("orders", "note")'),
    ),
)
