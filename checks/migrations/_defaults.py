"""Whether the database itself fills in a value once the migration is done."""

from __future__ import annotations

from checks.migrations._case import Case
from checks.schema.names import TableName, same_identifier
from checks.schema.operations import AddColumn, DropDefault, RedefineColumn, SetDefault, SetNotNull


def default_stays(case: Case, table: TableName, name: str) -> bool:
    """Whether the column has a default in the database behind the last step of the migration."""
    column = case.step.table.column(name) if case.step.table is not None else None
    there = column is not None and (column.default is not None or column.generated is not None)
    for step in (case.step, *case.behind_on(table)):
        match step.operation:
            case AddColumn(table=where, column=added) if where == table and _same(added.name, name):
                there = added.default is not None and not step.operation.default_dropped
            case SetDefault(table=where, name=other) if where == table and _same(other, name):
                there = True
            case DropDefault(table=where, name=other) if where == table and _same(other, name):
                there = False
            case SetNotNull(table=where, name=other, keeps_default=True) if where == table and _same(other, name):
                there = True
            case RedefineColumn(table=where, column=other) if where == table and _same(other.name, name):
                there = other.default is not None
            case _:
                continue
    return there


def _same(one: str, other: str) -> bool:
    return same_identifier(one, other) or same_identifier(one, f"{other}_id") or same_identifier(f"{one}_id", other)
