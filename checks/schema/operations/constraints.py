"""Operations on constraints and indexes."""

from __future__ import annotations

from dataclasses import dataclass

from checks.schema.columns import Constraint, ConstraintKind, Index
from checks.schema.names import TableName
from checks.schema.operations.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class AddConstraint(Operation):
    """A new constraint."""

    table: TableName
    constraint: Constraint
    on_new_column: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropConstraint(Operation):
    """A constraint goes; `columns` when the file names them (unique_together), `constraint` when base knows it."""

    table: TableName
    name: str
    kind: ConstraintKind = ConstraintKind.UNKNOWN
    columns: tuple[str, ...] = ()
    cascade: bool = False
    if_exists: bool = False
    constraint: Constraint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateConstraint(Operation):
    """The old rows are checked against a constraint that was added NOT VALID."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUniqueTogether(Operation):
    """Django's unique_together or index_together as a whole; the difference shows beside the base."""

    table: TableName
    groups: tuple[tuple[str, ...], ...]
    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateIndex(Operation):
    """A new index."""

    table: TableName
    index: Index
    concurrently: bool = False
    if_not_exists: bool = False
    on_new_column: bool = False
    algorithm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropIndex(Operation):
    """An index goes; the table is "" where SQL names the index only."""

    table: TableName
    name: str
    columns: tuple[str, ...] = ()
    unique: bool | None = None
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindex(Operation):
    """Indexes are built again; `target` is "index", "table", "schema", "database" or "system"."""

    target: str
    name: str
    concurrently: bool = False
