"""What a migration takes away, and whether the same pull request puts something as strong in its place."""

from __future__ import annotations

from collections.abc import Iterator

from checks.migrations._case import Case
from checks.schema.columns import ConstraintKind
from checks.schema.names import TableName, same_identifier
from checks.schema.operations import (
    AddConstraint,
    ChangeRows,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    Operation,
    RenameColumn,
    RunCode,
)
from checks.schema.state.rebuild import is_of_rebuild


def dropped_rule(operation: Operation, kind: ConstraintKind) -> tuple[TableName, tuple[str, ...], str] | None:
    """Table, columns and name of a rule of that kind that goes; None for anything else."""
    match operation:
        case DropConstraint(kind=found, table=table, columns=columns, name=name) if found is kind:
            return table, columns, name
        case DropIndex(unique=True, table=table, columns=columns, name=name) if kind is ConstraintKind.UNIQUE:
            return table, columns, name
        case _:
            return None


def goes_with_its_columns(case: Case, table: TableName, columns: tuple[str, ...]) -> bool:
    """Whether the table, or one of the columns, is dropped in the same pull request: then that is the fact to tell."""
    wanted = {name.lower() for name in columns}
    for step in case.beside_on(table):
        match step.operation:
            case DropTable(table=gone) if gone == table and not is_of_rebuild(case.operation):
                return True
            case DropColumn(table=where, name=name) if where == table:
                if {name.lower(), f"{name.lower()}_id"} & wanted:
                    return True
            case _:
                continue
    return False


def rules_added(case: Case, kind: ConstraintKind, table: TableName) -> Iterator[tuple[str, ...]]:
    """Column groups of the rules of that kind that the pull request adds to the table."""
    for step in case.beside_on(table):
        match step.operation:
            case AddConstraint(table=where, constraint=constraint) if where == table and constraint.kind is kind:
                yield constraint.columns
            case CreateIndex(table=where, index=index) if (
                where == table and index.unique and kind is ConstraintKind.UNIQUE
            ):
                if not index.conditional:
                    yield index.columns
            case CreateTable(table=where, constraints=constraints) if where == table:
                yield from (item.columns for item in constraints if item.kind is kind)
            case _:
                continue


def renamed(case: Case, table: TableName, columns: tuple[str, ...]) -> frozenset[str]:
    """The columns under their names at head."""
    names = {
        step.operation.name.lower(): step.operation.new.lower()
        for step in case.beside_on(table)
        if isinstance(step.operation, RenameColumn) and step.operation.table == table
    }
    return frozenset(names.get(name.lower(), name.lower()) for name in columns)


def plain(columns: tuple[str, ...]) -> frozenset[str]:
    """Column names as they compare: Django's field of a foreign key is its column."""
    return frozenset(name.lower().removesuffix("_id") for name in columns)


def is_replaced(case: Case, kind: ConstraintKind, table: TableName, columns: tuple[str, ...]) -> bool:
    """Whether a rule at least as strong comes in its place: unique over no more columns, else over the same."""
    added = list(rules_added(case, kind, table))
    if not columns:
        return bool(added)
    old = plain(tuple(renamed(case, table, columns)))
    if kind is ConstraintKind.UNIQUE:
        return any(group and plain(group) <= old for group in added)
    if kind is ConstraintKind.FOREIGN_KEY:
        return any(plain(group) == old for group in added)
    return bool(added)


def moves_rows(operation: Operation) -> bool:
    """Whether an operation works on rows: SQL that changes some, or RunPython."""
    return isinstance(operation, ChangeRows) or (isinstance(operation, RunCode) and operation.reverse is not None)


def same_name(one: str, other: str) -> bool:
    """Whether two constraint names are the same."""
    return bool(one) and same_identifier(one, other)
