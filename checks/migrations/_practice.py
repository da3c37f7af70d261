"""Columns that a pull request brings: for the checks of practice, which are off unless asked for."""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Change
from checks.migrations._case import Case, cases
from checks.schema.columns import Column
from checks.schema.names import TableName
from checks.schema.operations import AddColumn, ChangeType, CreateTable


def new_columns(change: Change) -> Iterator[tuple[Case, TableName, Column]]:
    """Columns that are added, or made with their table, or get another type, with their table."""
    for case in cases(change):
        match case.operation:
            case CreateTable(table=table, columns=columns, implied=False):
                for column in columns:
                    yield case, table, column
            case AddColumn(table=table, column=column):
                yield case, table, column
            case ChangeType(table=table, name=name, type=type_):
                yield case, table, Column(name, type_)
            case _:
                continue
