"""Operations on rows, and what a migration runs: settings, transactions, Python, SQL texts."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from checks.schema.names import TableName
from checks.schema.operations.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRows(Operation):
    """Rows are inserted, updated, deleted or copied by SQL.

    Attributes:
        verb: "insert", "update", "delete", "merge" or "copy".
        filtered: whether a WHERE (or LIMIT) stands there.
        bounded: whether it touches a known, small number of rows (literal VALUES, a key in a list).
        sets: columns that it writes.
        from_query: whether the rows come from a SELECT.
        copied: column -> the column it is copied from, "" for anything else; empty when it is no plain copy.
        unstable: functions in it that give another answer each time.
    """

    verb: str
    table: TableName
    filtered: bool = True
    bounded: bool = False
    sets: tuple[str, ...] = ()
    from_query: bool = False
    unstable: tuple[str, ...] = ()
    where_null: tuple[str, ...] = ()
    copied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncate(Operation):
    """All rows of these tables go."""

    tables: tuple[TableName, ...]
    cascade: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Operation):
    """SET name = value; `zero` when the value switches the limit off."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTransaction(Operation):
    """BEGIN, COMMIT or ROLLBACK in the file; `open_before` whether one was running."""

    verb: str
    open_before: bool
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCode(Operation):
    """Python that changes data: RunPython, or the body of an Alembic function.

    Attributes:
        function: name, "" for a lambda.
        node: its definition where it stands in the same file.
        reverse: whether a way back is written; None where the tool has no such notion.
        reverse_noop: whether that way does nothing, on purpose.
        origin: dotted name of a function of another file; "" otherwise.
        bound: how many of its first arguments `functools.partial` has filled.
    """

    function: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = field(default=None, compare=False, repr=False)
    origin: str = ""
    reverse: bool | None = None
    reverse_noop: bool = False
    atomic: bool | None = None
    bound: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSql(Operation):
    """The call around SQL text: RunSQL or op.execute; its statements stand beside it as operations.

    Attributes:
        reverse: whether reverse SQL is written; None where the tool has no such notion.
        interpolated: words of the text that are put together at run time; empty when it is constant.
        value_holes: how many of them stand where a value stands, rather than a name.
    """

    reverse: bool | None = None
    reverse_noop: bool = False
    interpolated: tuple[str, ...] = ()
    value_holes: int = 0
