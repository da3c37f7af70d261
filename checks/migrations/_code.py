"""The Python of a data migration under judgement."""

from __future__ import annotations

import ast
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from checks.kit import Action, Change, Hit, Side, Span
from checks.migrations._case import Case, cases
from checks.migrations._hit import Words, hit
from checks.schema.names import TableName
from checks.schema.operations import RunCode
from checks.schema.python.data_code import Code, Part, Reached, parts_of, reached
from checks.schema.python.module import Module, read_module


class DataCode(Struct, frozen=True, eq=False, dict=True):
    """A function that a migration runs, in its file, with the helpers that it calls."""

    case: Case
    operation: RunCode
    code: Code
    module: Module
    parts: tuple[Part, ...]

    @cached_property
    def reached(self) -> tuple[Reached, ...]:
        """The names of other modules that it uses."""
        return tuple(reached(self.parts, self.module))


def data_code(change: Change) -> tuple[DataCode, ...]:
    """The readable functions of the migrations in this file, each once."""
    return change.ask(_data_code)


def _data_code(change: Change) -> tuple[DataCode, ...]:
    found: dict[int, DataCode] = {}
    for case in cases(change):
        operation = case.operation
        if isinstance(operation, RunCode) and operation.node is not None and id(operation.node) not in found:
            module = change.ask(_module)
            if module is not None:
                code = operation.node
                found[id(code)] = DataCode(case, operation, code, module, parts_of(code, module))
    return tuple(found.values())


def historical_table(found: DataCode, name: str) -> TableName:
    """The table of the historical model that a local name stands for; unknown for any other name."""
    for part in found.parts:
        if name in part.models:
            app, model, _ = part.models[name]
            return TableName(f"{app}_{model}".lower(), model=f"{app}.{model}")
    return TableName("")


def _module(change: Change) -> Module | None:
    return None if change.head is None else read_module(change.head)


def hit_at(
    found: DataCode,
    node: ast.expr,
    words: Words,
    action: Action,
    *,
    confidence: float = 0.85,
    codes: tuple[str, ...] = (),
) -> Hit:
    """A hit at an expression of the function."""
    path = found.case.change.path
    span = Span(Side.RIGHT, path, node.lineno, node.end_lineno or node.lineno)
    name = found.operation.function or "lambda"
    return replace(hit(found.case, words, action, confidence=confidence, codes=codes), span=span, symbol=name)
