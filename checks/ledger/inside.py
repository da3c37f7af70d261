"""Which code of a unit runs inside a transaction, by its text: `with` scopes and decorators."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import callee, dotted
from checks.ledger.unit import Unit

_SCOPE = re.compile(
    r"(^|\.)(atomic|begin|begin_nested|transaction|in_transaction|unit_of_work|uow|atomic_block|commit_on_success)$"
)
_LATER = re.compile(r"(^|\.)(on_commit|run_on_commit|after_commit|call_soon|defer|partial)$")


def is_transaction(node: ast.AST) -> bool:
    """Whether a `with` statement opens a transaction or savepoint."""
    if not isinstance(node, ast.With | ast.AsyncWith):
        return False
    return any(_SCOPE.search(_name(item.context_expr)) for item in node.items)


def transaction_around(unit: Unit, node: ast.AST) -> ast.AST | None:
    """The transaction that `node` runs in, innermost first; None outside of all, and for what runs later."""
    for parent in unit.parents(node):
        if isinstance(parent, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) and parent is not unit.node:
            return None
        if isinstance(parent, ast.Call) and _LATER.search(dotted(parent.func)):
            return None
        if is_transaction(parent):
            return parent
    return next((node for node in _decorators(unit) if _SCOPE.search(_name(node))), None)


def calls_in_transaction(unit: Unit) -> Iterator[ast.Call]:
    """Every call of the unit that runs inside of a transaction of this unit."""
    if not any(is_transaction(node) for node in unit.nodes) and not any(
        _SCOPE.search(_name(node)) for node in _decorators(unit)
    ):
        return
    for node in unit.nodes:
        if isinstance(node, ast.Call) and transaction_around(unit, node) is not None:
            yield node


def _decorators(unit: Unit) -> list[ast.expr]:
    return unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else []


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Await):
        node = node.value
    return callee(node)
