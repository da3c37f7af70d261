"""Effective guards: what stands around a unit at head, and covers for a guard that the unit itself lost."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.ancestors import ancestors_of
from checks.ledger.defaults import default_guards, lets_anybody_in
from checks.ledger.family import Family
from checks.ledger.gains import Cover, Gains
from checks.ledger.guard import Form, Guard
from checks.ledger.middleware import middleware_covers
from checks.ledger.resolve import callees
from checks.ledger.routers import router_guards
from checks.ledger.unit import Unit, units_of

_DECLARED = frozenset({Form.DECORATOR, Form.DEPENDENCY, Form.CLASS_ATTRIBUTE, Form.BASE})
_WRITTEN_OUT = frozenset({Form.EXIT, Form.CALL})
_ENTRY = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.RATE_LIMIT, Family.SIGNATURE})
_MOST_CALLEES = 8


def standing_cover(guard: Guard, head: Unit, gains: Gains) -> Cover | None:
    """The guard that makes a lost one redundant: of its class, its router, the defaults, a middleware or a callee."""
    if guard.form in _DECLARED and guard.family in _ENTRY:
        for unit, other in _around(guard, head, gains):
            if _says_as_much(other, guard):
                return Cover(other, unit, proven=True)
        for cover in middleware_covers(head, gains.guards):
            if _says_as_much(cover.guard, guard):
                return cover
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
