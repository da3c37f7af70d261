"""Operations that say what was not read, or what nothing follows from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.schema.names import TableName
from checks.schema.operations.operation import Operation


class Why(StrEnum):
    """Why something cannot be read."""

    SYNTAX = "syntax"  # the parser of that dialect refuses it
    OPAQUE = "opaque"  # it is known at run time only
    LIMIT = "limit"  # larger or deeper than is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Operation):
    """Something that nobody looked into; never silence."""

    why: Why
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Operation):
    """A statement that reads well and that the database refuses all the same; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongName(Operation):
    """A name in SQL text that is longer than PostgreSQL keeps; its parser has cut it elsewhere."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStatement(Operation):
    """Anything else; `ddl` when it takes locks, `table` when it names one."""

    what: str
    ddl: bool = False
    table: TableName | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOperation(Operation):
    """A framework operation without effect on the database, or a third-party one (`known` is False)."""

    name: str
    known: bool
