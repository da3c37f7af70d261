"""The conditions that stand around an early exit: written into its own, they make it no weaker."""

from __future__ import annotations

import ast

from checks.ledger.canon import clauses
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit


def literals_around(guard: Guard, unit: Unit) -> frozenset[str]:
    """Of `if a: if not b: raise` what `if a and not b: raise` has besides the exit's own, for the guard `not b`."""
    place = getattr(guard.node, "lineno", 0), getattr(guard.node, "col_offset", 0)
    exits = (node for node in unit.nodes if isinstance(node, ast.If) and (node.lineno, node.col_offset) == place)
    node = next(exits, None) if guard.form is Form.EXIT else None
    found: set[str] = set()
    child: ast.AST | None = node
    for parent in unit.parents(node) if node is not None else ():
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            break
        if isinstance(parent, ast.If) and any(child is statement for statement in parent.body):
            said = clauses(parent.test, unit.naming, holds=False)
            found |= said[0].literals if len(said) == 1 else set()
        child = parent
    return frozenset(found)
