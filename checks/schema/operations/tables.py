"""Operations on whole tables."""

from __future__ import annotations

from dataclasses import dataclass

from checks.schema.columns import Column, Constraint, Index
from checks.schema.names import TableName
from checks.schema.operations.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTable(Operation):
    """A new table; `columns` empty when made by a query or unreadable (`complete` is False)."""

    table: TableName
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    partition_of: TableName | None = None
    complete: bool = True
    managed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTable(Operation):
    """A table goes."""

    table: TableName
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTable(Operation):
    """A table gets another name; `custom` when Django's db_table says it, so that it outlives its model's name."""

    table: TableName
    new: TableName
    custom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameModel(Operation):
    """Django's RenameModel: a new table name only if the base state knows no db_table."""

    table: TableName
    new: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTableName(Operation):
    """Django's AlterModelTable; the model keeps its name."""

    table: TableName
    new: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteTable(Operation):
    """The whole table is written anew: VACUUM FULL, CLUSTER, SET TABLESPACE, SET LOGGED."""

    table: TableName
    how: str
