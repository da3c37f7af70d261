"""One Python file: its imports, constants and functions, by one look at the top level."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from checks.kit import Source
from checks.schema.place import Place

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(Struct, frozen=True):
    """The names that a reader needs; nothing is evaluated.

    Attributes:
        imports: local name -> dotted origin.
        values: name -> the expression it was last assigned at the top level, or in the function that
            is being read.
    """

    source: Source
    imports: Mapping[str, str]
    values: Mapping[str, ast.expr]
    functions: Mapping[str, Function]
    classes: Mapping[str, ast.ClassDef] = field(default_factory=dict[str, ast.ClassDef])

    def place(self, node: ast.expr | ast.stmt) -> Place:
        """Where a node stands; its columns in code points."""
        lines = self.source.lines
        start, end = node.lineno, node.end_lineno or node.lineno
        return Place(
            self.source.path,
            start,
            end,
            _code_points(lines, start, node.col_offset),
            _code_points(lines, end, node.end_col_offset or 0),
        )

    def origin(self, node: ast.expr) -> str:
        """The dotted name of a name or attribute chain with its first part resolved; "" for anything else."""
        parts: list[str] = []
        here: ast.expr = node
        while isinstance(here, ast.Attribute):
            parts.append(here.attr)
            here = here.value
        if not isinstance(here, ast.Name):
            return "." + ".".join(reversed(parts)) if parts else ""
        parts.append(self.imports.get(here.id, here.id))
        return ".".join(reversed(parts))

    def within(self, values: Mapping[str, ast.expr]) -> Module:
        """The same file seen from a place where more names have values."""
        return replace(self, values={**self.values, **values})


def _code_points(lines: tuple[str, ...], line: int, byte: int) -> int:
    text = lines[line - 1] if line <= len(lines) else ""
    return byte if text.isascii() else len(text.encode()[:byte].decode("utf-8", "replace"))


def read_module(source: Source) -> Module:
    """Looks at the top level of a file once; raises as `Source.tree` does."""
    imports: dict[str, str] = {}
    values: dict[str, ast.expr] = {}
    functions: dict[str, Function] = {}
    classes: dict[str, ast.ClassDef] = {}
    for statement in _top_level(source.tree.body):
        match statement:
            case ast.Import() | ast.ImportFrom():
                imports.update(imported(statement))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                functions[statement.name] = statement
            case ast.ClassDef():
                classes[statement.name] = statement
            case _:
                values.update(assigned((statement,)))
    return Module(source, imports, values, functions, classes)


def _top_level(body: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try):
            yield from _top_level(statement.body)
            yield from _top_level(statement.orelse)


def imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """Local name -> dotted origin of one import statement; a relative origin keeps its dots."""
    found: dict[str, str] = {}
    for alias in node.names:
        if isinstance(node, ast.Import):
            found[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )
        else:
            prefix = "." * node.level + (node.module or "")
            found[alias.asname or alias.name] = f"{prefix}.{alias.name}" if node.module else f"{prefix}{alias.name}"
    return found


def assigned(body: Iterable[ast.stmt]) -> dict[str, ast.expr]:
    """Name -> expression of the plain assignments among these statements."""
    found: dict[str, ast.expr] = {}
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
            case _:
                continue
    return found


class Arguments(Struct, frozen=True):
    """The arguments of a call by position and name."""

    positional: tuple[ast.expr, ...]
    named: Mapping[str, ast.expr]
    spread: bool

    def get(self, position: int, *names: str) -> ast.expr | None:
        """The argument at that position, or of one of those names; position -1 is by name only."""
        for name in names:
            if name in self.named:
                return self.named[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None


def arguments(call: ast.Call) -> Arguments:
    """The arguments of a call; `spread` when * or ** hides some."""
    plain: list[ast.expr] = []
    spread = any(keyword.arg is None for keyword in call.keywords)
    for argument in call.args:
        if isinstance(argument, ast.Starred):
            spread = True
            break
        plain.append(argument)
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    return Arguments(tuple(plain), named, spread)
