"""Effective guards: what stands around a unit at head, and covers for a guard that the unit itself lost."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from checks.kit.index import dotted
from checks.ledger.ancestors import ancestors_of
from checks.ledger.defaults import default_guards, lets_anybody_in
from checks.ledger.family import Family
from checks.ledger.gains import Cover, Gains
from checks.ledger.guard import Form, Guard
from checks.ledger.resolve import callees
from checks.ledger.unit import MODULE, Unit, units_of

_DECLARED = frozenset({Form.DECORATOR, Form.DEPENDENCY, Form.CLASS_ATTRIBUTE, Form.BASE})
_WRITTEN_OUT = frozenset({Form.EXIT, Form.CALL})
_ENTRY = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.RATE_LIMIT, Family.SIGNATURE})
_MOST_CALLEES = 8
_HOOKS = frozenset({"before_request", "before_app_request", "middleware", "on_request"})


def standing_cover(guard: Guard, head: Unit, gains: Gains) -> Cover | None:
    """The guard that makes a lost one redundant: of the class, its bases, its router, the defaults or a callee."""
    if guard.form in _DECLARED and guard.family in _ENTRY:
        for unit, other in _around(guard, head, gains):
            if _says_as_much(other, guard):
                return Cover(other, unit, proven=True)
    if guard.form in _WRITTEN_OUT:
        for unit in _called_behind(guard, head):
            for other in gains.guards(unit):
                if other.family is guard.family and (other.key == guard.key or other.fact == guard.fact):
                    return Cover(other, unit, proven=True)
    return None


def _around(guard: Guard, head: Unit, gains: Gains) -> Iterator[tuple[Unit, Guard]]:
    owner = units_of(head.source, head.view).get(head.class_name) if head.is_function else head
    classes = [owner, *ancestors_of(owner)] if owner is not None and isinstance(owner.node, ast.ClassDef) else []
    for unit in classes:
        if unit is not head:
            yield from ((unit, other) for other in gains.guards(unit) if other.form in _DECLARED)
    if head.is_function:
        yield from router_guards(head, gains.guards)
    attribute = guard.key.partition(":")[0]
    if guard.form is Form.CLASS_ATTRIBUTE and not any(_sets(unit, attribute) for unit in classes):
        yield from default_guards(head, attribute)


def _sets(unit: Unit, attribute: str) -> bool:
    return any(
        isinstance(target, ast.Name) and target.id == attribute
        for stmt in unit.own
        if isinstance(stmt, ast.Assign | ast.AnnAssign)
        for target in (stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target])
    )


def router_guards(head: Unit, guards: Callable[[Unit], Iterable[Guard]]) -> Iterator[tuple[Unit, Guard]]:
    """Dependencies of the router or blueprint that the unit is registered on, and hooks that run before it."""
    decorators = head.node.decorator_list if isinstance(head.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    routers = {
        dotted(decorator.func).partition(".")[0]
        for decorator in decorators
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)
    }
    if not routers:
        return
    units = units_of(head.source, head.view)
    module = units[MODULE]
    for other in guards(module):
        if other.form is Form.ROUTER_DEPENDENCY and routers & _names_of_its_call(module, other):
            yield module, other
    for unit in units.values():
        if unit is not head and unit.is_function and _is_hook_of(unit, routers):
            yield from ((unit, other) for other in guards(unit) if other.form in _WRITTEN_OUT)


def _names_of_its_call(module: Unit, guard: Guard) -> set[str]:
    """`router = APIRouter(dependencies=…)` gives router, `app.include_router(router, dependencies=…)` as well."""
    names: set[str] = set()
    for parent in module.parents(guard.node):
        if isinstance(parent, ast.Call):
            names.update(dotted(argument).partition(".")[0] for argument in parent.args)
        elif isinstance(parent, ast.Assign):
            names.update(dotted(target) for target in parent.targets)
    return names - {""}


def _is_hook_of(unit: Unit, routers: set[str]) -> bool:
    node = unit.node
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
        chain.rpartition(".")[2] in _HOOKS and chain.partition(".")[0] in routers
        for decorator in node.decorator_list
        for chain in [dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)]
    )


def _called_behind(guard: Guard, head: Unit) -> Iterator[Unit]:
    """What the protected statements call, and what that calls: the same question may be asked there."""
    names = {dotted(node.func) for stmt in guard.protects for node in ast.walk(stmt) if isinstance(node, ast.Call)}
    seen: list[Unit] = []
    for unit in callees(head, names & head.called):
        if unit not in seen and unit is not head:
            seen.append(unit)
            yield unit
        if len(seen) >= _MOST_CALLEES:
            return
    for first in tuple(seen):
        for unit in callees(first, first.called):
            if unit not in seen and unit.source is first.source:
                seen.append(unit)
                yield unit
            if len(seen) >= _MOST_CALLEES:
                return


def _says_as_much(other: Guard, guard: Guard) -> bool:
    """Any sign-in is a sign-in; a permission or limit must be the same one."""
    if lets_anybody_in(other) and not lets_anybody_in(guard):
        return False
    if guard.family is Family.AUTHENTICATION:
        return other.family in {Family.AUTHENTICATION, Family.AUTHORIZATION}
    return other.family is guard.family and (other.key == guard.key or guard.tokens <= other.tokens)
