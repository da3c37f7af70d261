"""Constraints that a mapped class declares beside its columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from checks.declarations.columns import Column
from checks.kit.index import dotted


class Rule(StrEnum):
    """What a constraint demands of the rows."""

    UNIQUE = "unique"
    CHECK = "check"
    EXCLUSION = "exclusion"


_CALLS = {
    "UniqueConstraint": Rule.UNIQUE,
    "CheckConstraint": Rule.CHECK,
    "ExclusionConstraint": Rule.EXCLUSION,
    "ExcludeConstraint": Rule.EXCLUSION,
}
_CONDITIONS = frozenset({"condition", "check", "postgresql_where", "sqlite_where", "where", "include", "sqltext"})
_MESSAGES = frozenset(
    {"name", "violation_error_message", "violation_error_code", "info", "comment", "deferrable", "initially"}
)


class Constraint(Struct, frozen=True):
    """One constraint.

    Attributes:
        columns: names of columns and texts of expressions that it speaks of.
        condition: the rows it holds for (unique) or what must hold (check); "" for all rows.
        name: its name in the database, "" when nobody gave one.
        node: where it stands.
    """

    rule: Rule
    columns: frozenset[str]
    condition: str
    name: str
    node: ast.AST

    def implies(self, other: Constraint) -> bool:
        """Whether this constraint forbids all that `other` forbids."""
        if self.rule is not other.rule:
            return False
        if self.rule is Rule.UNIQUE:
            return self.columns <= other.columns and self.condition in {"", other.condition}
        return self.condition == other.condition and self.columns == other.columns


def constraints_in(*nodes: ast.AST) -> Iterator[Constraint]:
    """The constraints that are written in these nodes: `UniqueConstraint(...)`, a unique `Index(...)` and the like."""
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Call):
                rule = _rule(node)
                if rule is not None:
                    yield _read(node, rule)


def unique_together(value: ast.expr) -> Iterator[Constraint]:
    """The constraints of Django's `unique_together`: one tuple of names, or several."""
    if not isinstance(value, ast.Tuple | ast.List | ast.Set):
        return
    rows = [item for item in value.elts if isinstance(item, ast.Tuple | ast.List | ast.Set)]
    for row in rows or [value]:
        names = frozenset(
            item.value for item in row.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)
        )
        if names:
            yield Constraint(Rule.UNIQUE, names, "", "", row)


def unique_columns(columns: Mapping[str, Column]) -> Iterator[Constraint]:
    """A constraint for every column that is unique by itself, and one for the primary key."""
    for column in columns.values():
        if column.unique:
            yield Constraint(
                Rule.UNIQUE, frozenset({column.name}), "", "", column.options.get("unique", column.statement)
            )
    keys = [column for column in columns.values() if column.flag("primary_key") is True]
    if keys:
        yield Constraint(Rule.UNIQUE, frozenset(key.name for key in keys), "", "", keys[0].options["primary_key"])


def _rule(node: ast.Call) -> Rule | None:
    name = dotted(node.func).rpartition(".")[2]
    if name == "Index":
        unique = next((keyword.value for keyword in node.keywords if keyword.arg == "unique"), None)
        return Rule.UNIQUE if isinstance(unique, ast.Constant) and unique.value is True else None
    return _CALLS.get(name)


def _read(node: ast.Call, rule: Rule) -> Constraint:
    name = next((_text(keyword.value) for keyword in node.keywords if keyword.arg == "name"), "")
    condition = [keyword.value for keyword in node.keywords if keyword.arg in _CONDITIONS]
    arguments = list(node.args)
    if dotted(node.func).rpartition(".")[2] == "Index" and arguments and isinstance(arguments[0], ast.Constant):
        name = name or _text(arguments.pop(0))
    if rule is not Rule.UNIQUE:
        told = [*arguments, *(keyword.value for keyword in node.keywords if keyword.arg not in _MESSAGES)]
        return Constraint(rule, frozenset(), " ".join(map(ast.unparse, told)), name, node)
    parts = [keyword.value for keyword in node.keywords if keyword.arg in {"fields", "expressions"}]
    columns = frozenset(text for part in (*arguments, *parts) for text in _columns(part))
    return Constraint(rule, columns, " ".join(map(ast.unparse, condition)), name, node)


def _columns(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            for item in items:
                yield from _columns(item)
        case ast.Starred(value=value):
            yield ast.unparse(value)
        case _:
            yield _text(node)


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(value=ast.Name(), attr=name) | ast.Name(id=name):
            return name
        case _:
            return ast.unparse(node)
