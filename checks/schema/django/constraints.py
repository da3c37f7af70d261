"""Django's Index and constraint classes as values."""

from __future__ import annotations

import ast

from msgspec import Struct

from checks.schema.columns import Constraint, ConstraintKind, Index
from checks.schema.python.constants import followed, is_none, text_of, texts_of
from checks.schema.python.module import Arguments, Module, arguments


class ReadIndex(Struct, frozen=True):
    """An index and its class."""

    index: Index
    class_name: str


class ReadConstraint(Struct, frozen=True):
    """A constraint and its class."""

    constraint: Constraint
    class_name: str


def read_index(node: ast.expr | None, module: Module) -> ReadIndex | None:
    """models.Index and the PostgreSQL ones; None when it is no call of this file."""
    call = followed(node, module)
    if not isinstance(call, ast.Call):
        return None
    name, given = module.origin(call.func).rpartition(".")[2], arguments(call)
    columns = _columns(given, module)
    partial = _there(given.get(-1, "condition"))
    method = "" if name == "Index" else name.removesuffix("Index").lower()
    return ReadIndex(
        Index(text_of(given.get(-1, "name"), module) or "", columns, conditional=partial, method=method), name
    )


def _there(node: ast.expr | None) -> bool:
    return node is not None and not is_none(node)


def _columns(given: Arguments, module: Module) -> tuple[str, ...]:
    named = texts_of(given.get(-1, "fields"), module) or ()
    expressions = tuple("" for _ in given.positional)
    return tuple(name.removeprefix("-") for name in named) + expressions


def read_constraint(node: ast.expr | None, module: Module) -> ReadConstraint | None:
    """CheckConstraint, UniqueConstraint, ExclusionConstraint; None when it is no call of this file."""
    call = followed(node, module)
    if not isinstance(call, ast.Call):
        return None
    class_name, given = module.origin(call.func).rpartition(".")[2], arguments(call)
    name = text_of(given.get(-1, "name"), module) or ""
    if class_name.endswith("CheckConstraint"):
        condition = given.get(-1, "check", "condition")
        text = "" if condition is None else ast.unparse(condition)
        column = _proves_not_null(condition, module)
        made = Constraint(ConstraintKind.CHECK, name, expression=text, not_null_column=column)
    elif class_name.endswith("UniqueConstraint"):
        partial = _there(given.get(-1, "condition"))
        made = Constraint(
            ConstraintKind.UNIQUE, name, _columns(given, module), conditional=partial or bool(given.positional)
        )
    elif class_name.endswith("ExclusionConstraint"):
        made = Constraint(ConstraintKind.EXCLUDE, name)
    else:
        made = Constraint(ConstraintKind.UNKNOWN, name)
    return ReadConstraint(made, class_name)


def _proves_not_null(node: ast.expr | None, module: Module) -> str:
    """The field of Q(field__isnull=False), else ""."""
    call = followed(node, module)
    if isinstance(call, ast.Call):
        for keyword in call.keywords:
            if (
                keyword.arg
                and keyword.arg.endswith("__isnull")
                and isinstance(keyword.value, ast.Constant)
                and keyword.value.value is False
            ):
                return keyword.arg.removesuffix("__isnull")
    return ""
