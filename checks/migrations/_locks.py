"""Which operations lock a table against everybody, and what else happens before they let go."""

from __future__ import annotations

from checks.migrations._case import Case
from checks.schema.names import TableName
from checks.schema.operations import (
    AddColumn,
    AddConstraint,
    ChangeType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    DropTable,
    LockTable,
    Operation,
    RenameColumn,
    RenameTable,
    RewriteTable,
    SetDefault,
    SetNotNull,
    Truncate,
)
from checks.schema.state.steps import Step

_STRONG = (
    AddColumn,
    AddConstraint,
    ChangeType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RenameColumn,
    RenameTable,
    RewriteTable,
    SetDefault,
    SetNotNull,
    DropTable,
)


def locked_table(operation: Operation) -> TableName | None:
    """The table that an operation locks against reads and writes, or against writes (a foreign key)."""
    if isinstance(operation, _STRONG):
        return operation.table
    if isinstance(operation, LockTable) and operation.mode in {"", "ACCESS EXCLUSIVE", "EXCLUSIVE", "WRITE"}:
        return operation.table
    if isinstance(operation, Truncate) and operation.tables:
        return operation.tables[0]
    return None


def takes_strong_lock(step: Step) -> bool:
    """Whether a step locks a table that others may be using."""
    return locked_table(step.operation) is not None and not step.new_table


def under_strong_lock(case: Case) -> Step | None:
    """The earlier step of the same transaction that holds a strong lock on an existing table; None if there is none."""
    mine = case.operation.transaction
    if mine is None or not mine.sure:
        return None
    for step in case.before():
        theirs = step.operation.transaction
        if theirs is not None and theirs.number == mine.number and theirs.sure and takes_strong_lock(step):
            return step
    return None
