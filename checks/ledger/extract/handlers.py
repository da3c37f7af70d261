"""Guards written as exception handlers: integrity errors caught, failures raised again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.ledger.canon import identifiers
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.statements import has_effect
from checks.ledger.unit import Unit
from checks.ledger.words import is_integrity_error


def find_handlers(unit: Unit) -> Iterator[Guard]:
    """Handlers of a function that keep a race from becoming an error, or an error from being lost."""
    if not unit.is_function:
        return
    for node in unit.nodes:
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield from _of_handler(node, handler)


def _of_handler(node: ast.Try, handler: ast.ExceptHandler) -> Iterator[Guard]:
    caught = ast.unparse(handler.type) if handler.type else ""
    names = identifiers(handler.type) if handler.type else frozenset[str]()
    if is_integrity_error(caught):
        yield Guard(
            family=Family.INTEGRITY,
            form=Form.HANDLER,
            key=f"except {_last(caught)}",
            tokens=names,
            label=f"except {caught}",
            node=_head(handler),
            fact=f"except {_last(caught)}",
            protects=tuple(node.body),
            weight=1.1,
        )
    for raised in _raises(handler):
        yield Guard(
            family=Family.ERROR,
            form=Form.HANDLER,
            key="raise again",
            tokens=names | {"raise"},
            label=f"except {caught}: {' '.join(ast.unparse(raised).split())[:80]}",
            node=raised,
            fact=f"raise in except {_last(caught)}",
            protects=tuple(node.body),
            weight=0.95 if has_effect(node.body) else 0.8,
        )


def _raises(handler: ast.ExceptHandler) -> Iterator[ast.Raise]:
    for stmt in handler.body:
        for node in ast.walk(stmt):
            if isinstance(node, ast.Raise):
                yield node


def _head(handler: ast.ExceptHandler) -> ast.AST:
    span = ast.Pass()
    span.lineno, span.col_offset, span.end_lineno = handler.lineno, handler.col_offset, handler.lineno
    return span


def _last(caught: str) -> str:
    return caught.rpartition(".")[2].strip("()")
