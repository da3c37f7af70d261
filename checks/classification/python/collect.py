"""Which function reads which node: the facts of one side of a Python file."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from checks.classification.python import definitions, expressions, statements
from checks.classification.python.fact import Fact
from checks.classification.python.reader import Place, Reader
from checks.kit import Side, Source


def collect(source: Source, lines: Iterable[int], side: Side) -> list[Fact]:
    """The facts on these lines; raises as `source.index` does."""
    reader = Reader(source, lines, side)
    reader.run(_read)
    return reader.facts


def _read(reader: Reader, node: ast.AST, place: Place) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            definitions.read_function(reader, node, place)
        case ast.ClassDef():
            definitions.read_class(reader, node, place)
        case ast.If() | ast.While():
            statements.read_branch(reader, node, place)
        case ast.With() | ast.AsyncWith():
            statements.read_with(reader, node, place)
        case ast.ExceptHandler():
            statements.read_handler(reader, node, place)
        case ast.stmt():
            _read_simple(reader, node, place)
        case _:
            _read_expression(reader, node, place)


def _read_simple(reader: Reader, node: ast.stmt, place: Place) -> None:
    match node:
        case ast.Import() | ast.ImportFrom():
            statements.read_import(reader, node, place)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            statements.read_assignment(reader, node, place)
        case ast.Assert():
            statements.read_assert(reader, node, place)
        case ast.Raise():
            statements.read_raise(reader, node, place)
        case ast.Return():
            statements.read_return(reader, node, place)
        case ast.Expr(value=ast.Constant()):
            return  # a docstring says nothing to the program
        case _:
            reader.go(ast.iter_child_nodes(node), place)


def _read_expression(reader: Reader, node: ast.AST, place: Place) -> None:
    match node:
        case ast.Call():
            expressions.read_call(reader, node, place)
        case ast.IfExp():
            expressions.read_choice(reader, node, place)
        case ast.comprehension():
            expressions.read_comprehension(reader, node, place)
        case ast.List() | ast.Tuple() | ast.Set():
            expressions.read_elements(reader, node, place)
        case ast.Dict():
            expressions.read_pairs(reader, node, place)
        case _:
            reader.go(ast.iter_child_nodes(node), place)
