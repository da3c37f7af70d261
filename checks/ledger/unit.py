"""Units of code: functions, methods, classes and the module, each with its own statements."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from checks.kit import Source
from checks.kit.index import Function, children, dotted, first_line
from checks.ledger.canon import Names, identifiers, local_names
from checks.ledger.view import View

_Nested = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MODULE = "<module>"


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit of one side; a function carries the functions nested in it, a class only its own body."""

    source: Source
    name: str
    node: ast.Module | ast.ClassDef | Function
    view: View = field(default_factory=View, repr=False)

    @property
    def is_function(self) -> bool:
        """Whether it is a function or method."""
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef)

    @property
    def symbol(self) -> str | None:
        """Qualified name for people; None for the module."""
        return None if self.name == MODULE else self.name

    @property
    def class_name(self) -> str:
        """Qualified name of the class around a method, "" elsewhere."""
        return self.name.rpartition(".")[0]

    @property
    def start_line(self) -> int:
        """Where the unit begins, decorators included."""
        return 1 if isinstance(self.node, ast.Module) else first_line(self.node)

    @property
    def end_line(self) -> int:
        """Where the unit ends."""
        return self.node.end_lineno or 1 if not isinstance(self.node, ast.Module) else len(self.source.lines)

    @cached_property
    def own(self) -> tuple[ast.stmt, ...]:
        """The unit's statements; of a class or module, without the definitions in it."""
        if self.is_function:
            return tuple(self.node.body)
        return tuple(stmt for stmt in self.node.body if not isinstance(stmt, _Nested))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the own statements, in source order."""
        return tuple(self._parent_of)

    @cached_property
    def _parent_of(self) -> dict[ast.AST, ast.AST]:
        """Node -> the node around it; walked once, in source order."""
        found: dict[ast.AST, ast.AST] = {}
        stack: list[tuple[ast.AST, ast.AST]] = [(stmt, self.node) for stmt in reversed(self.own)]
        while stack:
            node, parent = stack.pop()
            found[node] = parent
            stack.extend((child, node) for child in reversed(children(node)))
        return found

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first, the unit's own node last."""
        parent = self._parent_of.get(node)
        while parent is not None:
            yield parent
            parent = self._parent_of.get(parent)

    @cached_property
    def text(self) -> str:
        """What the unit says, for a quick comparison: its lines, or those of its own statements."""
        if self.is_function:
            return self.source.snippet(self.start_line, self.end_line)
        parts = [self.source.snippet(_first(stmt), stmt.end_lineno or stmt.lineno) for stmt in self.own]
        if isinstance(self.node, ast.ClassDef):
            heads = (*self.node.decorator_list, *self.node.bases, *(kw.value for kw in self.node.keywords))
            parts += [ast.unparse(head) for head in heads]
        return "\n".join(parts)

    @cached_property
    def body(self) -> tuple[ast.stmt, ...]:
        """All statements, of a class with its methods."""
        return tuple(self.node.body)

    @cached_property
    def locals(self) -> frozenset[str]:
        """Parameters and assigned names of a function; a class or module has none."""
        return local_names(self.node) if self.is_function else frozenset[str]()

    @cached_property
    def named_conditions(self) -> dict[str, ast.expr]:
        """Local name -> the condition that it is bound to, once and for all."""
        return _named_conditions(self.nodes) if self.is_function else {}

    @cached_property
    def bound_first(self) -> dict[str, ast.expr]:
        """Local name -> the first value that it is bound to."""
        found: dict[str, ast.expr] = {}
        for node in self.nodes:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, node.value)
        return found

    @cached_property
    def naming(self) -> Names:
        """What the local names mean, for the canonical form of conditions."""
        return Names(self.locals, self.named_conditions)

    @cached_property
    def called(self) -> frozenset[str]:
        """Dotted names of everything that is called here."""
        return frozenset(dotted(node.func) for node in self.nodes if isinstance(node, ast.Call)) - {""}

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Every identifier that stands in the unit."""
        return identifiers(*self.body)

    @cached_property
    def conditions(self) -> tuple[frozenset[str], ...]:
        """The identifiers of every condition, and of every answer."""
        return tuple(identifiers(*parts) for parts in _conditions(self.nodes))

    @cached_property
    def condition_texts(self) -> tuple[str, ...]:
        """The same conditions as text, in the same order."""
        return tuple(" ".join(ast.unparse(part) for part in parts) for parts in _conditions(self.nodes))


_PREDICATE = re.compile(r"^(is|has|can|may|check|should|user_can|user_has)_|^(exists|endswith|startswith)$")


def _named_conditions(nodes: tuple[ast.AST, ...]) -> dict[str, ast.expr]:
    bound = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and bound[node.targets[0].id] == 1
        and _is_condition(node.targets[0].id, node.value)
    }


def _is_condition(name: str, value: ast.expr) -> bool:
    match value:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call(func=function):
            return bool(_PREDICATE.search(name) or _PREDICATE.search(dotted(function).rpartition(".")[2]))
        case _:
            return False


def _conditions(nodes: tuple[ast.AST, ...]) -> Iterator[list[ast.expr]]:
    for node in nodes:
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test):
                yield [test]
            case ast.comprehension(ifs=tests) if tests:
                yield tests
            case ast.BoolOp():
                yield [node]
            case ast.Return(value=ast.expr() as value):
                yield [value]
            case _:
                pass


def _first(stmt: ast.stmt) -> int:
    return first_line(stmt) if isinstance(stmt, _Nested) else stmt.lineno


def units_of(source: Source, view: View | None = None) -> dict[str, Unit]:
    """Qualified name -> unit, in source order; a second definition of a name gets a number.

    Functions nested in a function belong to it and are no units of their own.
    """
    if view is None:
        return _read_units(source, View())
    if source not in view.memory:
        view.memory[source] = _read_units(source, view)
    return cast("dict[str, Unit]", view.memory[source])


def _read_units(source: Source, view: View) -> dict[str, Unit]:
    units = {MODULE: Unit(source, MODULE, source.tree, view)}
    stack: list[tuple[ast.stmt, str]] = [(stmt, "") for stmt in reversed(source.tree.body)]
    while stack:
        stmt, scope = stack.pop()
        if isinstance(stmt, _Nested):
            name = f"{scope}.{stmt.name}" if scope else stmt.name
            units[_free(name, units)] = Unit(source, name, stmt, view)
            if isinstance(stmt, ast.ClassDef):
                stack.extend((inner, name) for inner in reversed(stmt.body))
        else:
            stack.extend((inner, scope) for inner in reversed(_conditional(stmt)))
    return units


def _free(name: str, units: dict[str, Unit]) -> str:
    """A property's setter or an overload has the name of its getter: both stay, the later numbered."""
    number = 2
    free = name
    while free in units:
        free = f"{name}#{number}"
        number += 1
    return free


def _conditional(stmt: ast.stmt) -> list[ast.stmt]:
    """Definitions under `if TYPE_CHECKING`, `try: import` and the like are units too."""
    match stmt:
        case ast.If():
            return [*stmt.body, *stmt.orelse]
        case ast.Try():
            return [*stmt.body, *(inner for handler in stmt.handlers for inner in handler.body), *stmt.orelse]
        case ast.With():
            return stmt.body
        case _:
            return []
