"""Models: the mapped classes and tables of a file, with columns and constraints, paired base to head."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from checks.declarations.classes import Class
from checks.declarations.columns import Column, columns_of, table_columns
from checks.declarations.constraints import Constraint, constraints_in, unique_columns, unique_together
from checks.declarations.pairs import ClassPair, class_pairs, is_read
from checks.kit import Change, Source
from checks.kit.index import dotted

_OWN = frozenset({"__table_args__", "constraints", "indexes"})


class Model(Struct, frozen=True, eq=False, dict=True):
    """One mapped class, or one `Table(...)` at module level."""

    name: str
    source: Source
    node: ast.AST
    columns: Mapping[str, Column]
    options: Mapping[str, ast.expr]
    """What stands beside the columns: `Meta` of Django, `__table_args__`, the arguments of a `Table`."""

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Every constraint, those of single columns included."""
        found = [*unique_columns(self.columns)]
        for name, value in self.options.items():
            if name == "unique_together":
                found += unique_together(value)
            elif name in _OWN:
                found += constraints_in(value)
        return tuple(found)


class ModelPair(Struct, frozen=True):
    """A model on both sides; `head_change` is the file where it stands at head."""

    change: Change
    base: Model
    head: Model
    head_change: Change

    def kept(self) -> Iterator[tuple[Column, Column]]:
        """The columns that both sides have, under one name."""
        for name, column in self.base.columns.items():
            other = self.head.columns.get(name)
            if other is not None:
                yield column, other


def model_pairs(change: Change) -> tuple[ModelPair, ...]:
    """The edited models of a changed file, in the order of the base."""
    return change.ask(_pairs)


def _pairs(change: Change) -> tuple[ModelPair, ...]:
    pairs = [pair for pair in map(_of_classes, class_pairs(change)) if pair is not None]
    return (*pairs, *_tables(change))


def _of_classes(pair: ClassPair) -> ModelPair | None:
    base, head = model_of(pair.base), model_of(pair.head)
    if base is None or head is None:
        return None
    return ModelPair(pair.change, base, head, pair.head_change)


def model_of(cls: Class) -> Model | None:
    """The class as a model; None when it maps nothing."""
    columns = columns_of(cls)
    options: dict[str, ast.expr] = {}
    meta = cls.inner.get("Meta")
    for attribute in (*cls.attributes.values(), *(meta.attributes.values() if meta else ())):
        if attribute.value is not None and attribute.name in {*_OWN, "unique_together"}:
            options[attribute.name] = attribute.value
    for method in cls.methods.values():
        if method.name == "__table_args__":
            options[method.name] = ast.Tuple(
                [node.value for node in ast.walk(method) if isinstance(node, ast.Return) and node.value]
            )
    if not columns and not any(True for value in options.values() for _ in constraints_in(value)):
        return None
    return Model(cls.name, cls.source, cls.node, columns, options)


def _tables(change: Change) -> Iterator[ModelPair]:
    if not is_read(change) or change.base is None or change.head is None or "Table(" not in change.base.text:
        return
    heads = dict(_read_tables(change.head))
    for name, base in _read_tables(change.base):
        head = heads.get(name)
        if head is not None and ast.unparse(base.node) != ast.unparse(head.node):
            yield ModelPair(change, base, head, change)


def _read_tables(source: Source) -> Iterator[tuple[str, Model]]:
    for stmt in source.tree.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if (
                dotted(call.func).rpartition(".")[2] == "Table"
            ):
                rest: ast.expr = ast.Tuple(list(call.args))
                yield name, Model(name, source, call, table_columns(call, source.index), {"__table_args__": rest})
            case _:
                continue
