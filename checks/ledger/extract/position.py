"""Where a node stands among the statements of its unit."""

from __future__ import annotations

import ast
from typing import cast

from checks.ledger.unit import Unit

_BLOCKS = ("body", "orelse", "finalbody")


def statement_of(unit: Unit, node: ast.AST) -> ast.stmt | None:
    """The innermost statement that `node` is or stands in."""
    if isinstance(node, ast.stmt):
        return node
    return next((parent for parent in unit.parents(node) if isinstance(parent, ast.stmt)), None)


def after(unit: Unit, node: ast.AST) -> tuple[ast.stmt, ...]:
    """What runs after the statement of `node`, in its block and in the blocks around it, up to the function."""
    found: list[ast.stmt] = []
    child: ast.AST | None = statement_of(unit, node)
    if child is None:
        return ()
    for parent in unit.parents(child):
        for block in _BLOCKS:
            found.extend(_later(cast("object", getattr(parent, block, None)), child))
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            break
        child = parent
    return tuple(found)


def _later(block: object, child: ast.AST) -> list[ast.stmt]:
    if not isinstance(block, list):  # a lambda's body, a conditional expression's
        return []
    statements = cast("list[ast.stmt]", block)
    positions = [position for position, stmt in enumerate(statements) if stmt is child]
    return statements[positions[0] + 1 :] if positions else []
