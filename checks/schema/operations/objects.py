"""Operations on what stands beside tables: partitions, views, locks, domains, enums, functions, policies, rights."""

from __future__ import annotations

from dataclasses import dataclass

from checks.schema.names import TableName
from checks.schema.operations.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachPartition(Operation):
    """A table becomes a partition."""

    table: TableName
    partition: TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachPartition(Operation):
    """A partition becomes a table of its own."""

    table: TableName
    partition: TableName
    concurrently: bool = False
    finalize: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshView(Operation):
    """A materialized view is filled anew."""

    name: TableName
    concurrently: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockTable(Operation):
    """An explicit table lock."""

    table: TableName
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDomain(Operation):
    """A domain is made or altered; `check` when a constraint comes with it."""

    name: str
    check: bool
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateEnum(Operation):
    """A native enum type."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEnumValue(Operation):
    """A value joins an enum; `ordered` when BEFORE or AFTER says where."""

    name: str
    value: str
    ordered: bool
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameEnumValue(Operation):
    """A value of an enum gets another spelling."""

    name: str
    value: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateObject(Operation):
    """A view, function, trigger, sequence, schema, extension … is made or replaced."""

    kind: str
    name: str
    replace: bool = False
    definer: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropObject(Operation):
    """Anything but a table, column, constraint or index goes; `kind` in lower case ("view", "schema")."""

    kind: str
    name: str
    if_exists: bool = False
    cascade: bool = False
    table: TableName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameObject(Operation):
    """A schema, index, constraint, type … gets another name."""

    kind: str
    name: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSecurity(Operation):
    """Row level security of a table; `change` is "enable", "disable", "force" or "no force"."""

    table: TableName
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Operation):
    """A row level security policy; `change` is "create", "alter" or "drop"."""

    table: TableName
    name: str
    change: str
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights(Operation):
    """Rights or ownership change; `what` says it ("GRANT ALL ON orders TO PUBLIC")."""

    what: str
    widened: bool
