"""One walk over a syntax tree, so that no check needs a walk of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final, TypeVar, cast

Node = TypeVar("Node", bound=ast.AST)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef

_NEVER_NODES: Final = frozenset(
    {"ctx", "id", "attr", "arg", "asname", "level", "module", "kind", "is_async", "simple", "conversion", "rest"}
)
"""Fields that hold texts, numbers, or the mark for loading and storing."""


class SyntaxIndex:
    """Nodes by type, parents, definitions by qualified name and imported names of one module."""

    def __init__(self, tree: ast.Module) -> None:
        """Walks `tree` once, in source order."""
        self.tree = tree
        self._by_type: dict[type[ast.AST], list[ast.AST]] = {}
        self._parent: dict[ast.AST, ast.AST] = {}
        self.names: dict[ast.AST, str] = {}
        """Qualified name ("Class.method", "outer.inner") of every definition."""
        self.imports: dict[str, str] = {}
        """Local name -> dotted origin ("atomic" -> "django.db.transaction.atomic")."""
        self._walk(tree)

    def _walk(self, tree: ast.Module) -> None:
        stack: list[tuple[ast.AST, str]] = [(tree, "")]
        while stack:
            node, scope = stack.pop()
            self._by_type.setdefault(type(node), []).append(node)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                scope = f"{scope}.{node.name}" if scope else node.name
                self.names[node] = scope
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self._note_import(node)
            inside = children(node)
            for child in inside:
                self._parent[child] = node
            inside.reverse()
            stack += [(child, scope) for child in inside]

    def _note_import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                first = alias.name.split(".", 1)[0]
                self.imports.setdefault(alias.asname or first, alias.name if alias.asname else first)
            else:
                origin = "." * node.level + (node.module or "")
                joined = f"{origin}{alias.name}" if origin.endswith(".") or not origin else f"{origin}.{alias.name}"
                self.imports.setdefault(alias.asname or alias.name, joined)

    def all(self, *types: type[Node]) -> Iterator[Node]:
        """Every node of these types, each type in source order."""
        for type_ in types:
            yield from self._by_type.get(type_, ())  # type: ignore[misc]  (filed under its own type)

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first, the module last."""
        while (node := self._parent.get(node)) is not None:  # type: ignore[assignment]  (None ends it)
            yield node

    def definition(self, node: ast.AST) -> Definition | None:
        """The innermost function or class around `node`, not `node` itself."""
        for parent in self.parents(node):
            if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                return parent
        return None

    def symbol(self, node: ast.AST) -> str | None:
        """Qualified name of the definition that `node` is or stands in; None at module level."""
        if node in self.names:
            return self.names[node]
        around = self.definition(node)
        return None if around is None else self.names[around]

    def origin(self, node: ast.AST) -> str:
        """The dotted name of a name or attribute chain, its first part resolved by the imports.

        `transaction.atomic` after `from django.db import transaction` is
        "django.db.transaction.atomic"; a chain on a call keeps its tail: `f(x).get` is ".get".
        Not a chain: "".
        """
        name = dotted(node)
        first, _, rest = name.partition(".")
        origin = self.imports.get(first)
        if origin is None:
            return name
        return f"{origin}.{rest}" if rest else origin


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly in `node`, in source order, without the marks for loading and storing.

    `ast.iter_child_nodes` is three times slower, and this is where a review spends most of its time.
    """
    found: list[ast.AST] = []
    for name in _fields(type(node)):
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in cast("list[object]", value) if isinstance(item, ast.AST)]
    return found


@cache
def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    return tuple(name for name in kind._fields if name not in _NEVER_NODES)


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; the tail with a leading dot when it hangs on something else; "" if neither."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
        return ".".join(reversed(parts))
    return "." + ".".join(reversed(parts)) if parts else ""


def callee(node: ast.AST) -> str:
    """Dotted name of what a call calls; of anything else, its own: `@cached` and `@cached(60)` are one."""
    return dotted(node.func if isinstance(node, ast.Call) else node)


def is_none(node: ast.AST | None) -> bool:
    """Whether `None` is written here."""
    return isinstance(node, ast.Constant) and node.value is None


def first_line(node: Definition) -> int:
    """The line where a definition starts, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
