"""Constant expressions of Python source, without running anything."""

from __future__ import annotations

import ast

from checks.schema.python.module import Module

_DEPTH = 8


def text_of(node: ast.expr | None, module: Module) -> str | None:
    """The string that an expression is for sure; None when it may be anything else."""
    value = _followed(node, module)
    match value:
        case ast.Constant(value=str() as text):
            return text
        case ast.Call(func=ast.Attribute(attr="f"), args=[inner, *_]):  # op.f("ix_…"): a name taken as it is
            return text_of(inner, module)
        case ast.Call(func=ast.Name(id="quoted_name"), args=[inner, *_]):
            return text_of(inner, module)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = text_of(left, module), text_of(right, module)
            return None if first is None or second is None else first + second
        case ast.JoinedStr(values=parts):
            texts = [_part(part, module) for part in parts]
            return None if None in texts else "".join(text for text in texts if text is not None)
        case _:
            return None


def _part(node: ast.expr, module: Module) -> str | None:
    if isinstance(node, ast.FormattedValue):
        return text_of(node.value, module)
    return text_of(node, module)


def flag_of(node: ast.expr | None, module: Module) -> bool | None:
    """True or False for a constant; None when unknown or absent."""
    match _followed(node, module):
        case ast.Constant(value=bool() as value):
            return value
        case _:
            return None


def number_of(node: ast.expr | None, module: Module) -> int | None:
    """The integer that an expression is for sure."""
    match _followed(node, module):
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() as value):
            return value
        case _:
            return None


def is_none(node: ast.expr | None) -> bool:
    """Whether the expression is the literal None."""
    return isinstance(node, ast.Constant) and node.value is None


def items_of(node: ast.expr | None, module: Module) -> list[ast.expr] | None:
    """The elements of a list, tuple or set that is written down; None when it is not."""
    match _followed(node, module):
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return list(items)
        case ast.Call(func=ast.Name(id="set" | "frozenset" | "list" | "tuple"), args=[], keywords=[]):
            return []
        case ast.Call(func=ast.Name(id="set" | "frozenset" | "list" | "tuple"), args=[inner]):
            return items_of(inner, module)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = items_of(left, module), items_of(right, module)
            return None if first is None or second is None else first + second
        case _:
            return None


def texts_of(node: ast.expr | None, module: Module) -> tuple[str, ...] | None:
    """The strings of a sequence, "" for an element that is none; None when it is no written sequence."""
    items = items_of(node, module)
    return None if items is None else tuple(text_of(item, module) or "" for item in items)


def _followed(node: ast.expr | None, module: Module) -> ast.expr | None:
    """The expression behind a chain of names."""
    for _ in range(_DEPTH):
        if not isinstance(node, ast.Name) or node.id not in module.values:
            return node
        target = module.values[node.id]
        if target is node:
            return node
        node = target
    return node


def followed(node: ast.expr | None, module: Module) -> ast.expr | None:
    """The expression that a name stands for; the node itself when it is no name of this file."""
    return _followed(node, module)
