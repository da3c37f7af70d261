"""Classes as declarations: bases, attributes with their values and annotations, inner classes, methods."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from checks.kit import ChangeSet, Source
from checks.kit.files import language
from checks.kit.index import Function, first_line


class Attribute(Struct, frozen=True):
    """One assignment in a class body; `value` is None for a bare annotation."""

    name: str
    statement: ast.Assign | ast.AnnAssign
    value: ast.expr | None
    annotation: ast.expr | None


class Class(Struct, frozen=True, eq=False, dict=True):
    """One class of one side, read on demand."""

    source: Source
    name: str
    node: ast.ClassDef

    @property
    def last_name(self) -> str:
        """The name without the classes around it."""
        return self.node.name

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """Dotted names of the bases, their first part resolved by the imports; subscripts are dropped."""
        nodes = [base.value if isinstance(base, ast.Subscript) else base for base in self.node.bases]
        return tuple(filter(None, map(self.source.index.origin, nodes)))

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """Name -> attribute in source order; of two assignments to one name, the later."""
        found: dict[str, Attribute] = {}
        for stmt in self.node.body:
            match stmt:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found[name] = Attribute(name, stmt, value, None)
                case ast.AnnAssign(target=ast.Name(id=name), value=value, annotation=annotation):
                    found[name] = Attribute(name, stmt, value, annotation)
                case _:
                    continue
        return found

    @cached_property
    def methods(self) -> Mapping[str, Function]:
        """Name -> method; of a property and its setter, the later."""
        return {stmt.name: stmt for stmt in self.node.body if isinstance(stmt, ast.FunctionDef | ast.AsyncFunctionDef)}

    @cached_property
    def inner(self) -> Mapping[str, Class]:
        """Name -> class written directly in this one."""
        return {
            stmt.name: Class(self.source, f"{self.name}.{stmt.name}", stmt)
            for stmt in self.node.body
            if isinstance(stmt, ast.ClassDef)
        }

    def option(self, name: str) -> Attribute | None:
        """An attribute of the inner class `Meta`, if there is one."""
        meta = self.inner.get("Meta")
        return None if meta is None else meta.attributes.get(name)

    @cached_property
    def text(self) -> str:
        """The lines of the class, decorators included."""
        first = first_line(self.node)
        return self.source.snippet(first, self.node.end_lineno or first)


def classes_of(changes: ChangeSet, source: Source | None) -> Mapping[str, Class]:
    """Qualified name -> class of one file; of two classes of one name, the first."""
    if source is None or language(source.path) != "python" or "class " not in source.text:
        return {}
    return changes.remember((classes_of, source), lambda: _read(source))


def _read(source: Source) -> dict[str, Class]:
    found: dict[str, Class] = {}
    for node in source.index.all(ast.ClassDef):
        name = source.index.names[node]
        found.setdefault(name, Class(source, name, node))
    return found
