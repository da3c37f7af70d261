"""Operations on columns: added, gone, renamed, and what they hold and refuse."""

from __future__ import annotations

from dataclasses import dataclass

from checks.schema.columns import Column, Default
from checks.schema.names import TableName
from checks.schema.operations.operation import Operation
from checks.schema.types import ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class AddColumn(Operation):
    """A new column.

    Attributes:
        default_dropped: the default only fills existing rows and is taken away again.
    """

    table: TableName
    column: Column
    if_not_exists: bool = False
    default_dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropColumn(Operation):
    """A column goes; `column` is what base knows of it."""

    table: TableName
    name: str
    if_exists: bool = False
    cascade: bool = False
    column: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameColumn(Operation):
    """A column gets another name."""

    table: TableName
    name: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedefineColumn(Operation):
    """A column is declared anew as a whole (Django's AlterField, MySQL's MODIFY, SQLite's rebuild).

    What changes shows only beside the old declaration; `fields` names the parts that are said
    ("type", "nullable", "default", …), the others stay as they were.
    """

    table: TableName
    column: Column
    fields: frozenset[str]
    before: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeType(Operation):
    """Another type; `before` is known from the file itself (existing_type) or else from the base.

    `using` is "" unless rows are computed anew by more than a cast of the column.
    `sure` is False where the whole column was declared anew and nobody knows what it was.
    """

    table: TableName
    name: str
    type: ColumnType
    before: ColumnType | None = None
    using: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNotNull(Operation):
    """A column no longer takes NULL.

    Attributes:
        code_default: whether the framework fills old rows with a default that the database forgets again.
        keeps_default: whether the database fills in a default from now on.
        sure: False where nobody knows whether it took NULL before.
    """

    table: TableName
    name: str
    code_default: bool = False
    keeps_default: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DropNotNull(Operation):
    """A column takes NULL from now on."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDefault(Operation):
    """The database fills in this value from now on."""

    table: TableName
    name: str
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDefault(Operation):
    """The database fills in nothing from now on."""

    table: TableName
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoices(Operation):
    """The values an enum-like column may take, as the application says."""

    table: TableName
    name: str
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeleteRule(Operation):
    """What happens to a row when the row it points to goes (Django's on_delete)."""

    table: TableName
    name: str
    before: str
    after: str
