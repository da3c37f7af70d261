"""Base classes of a class, as far as the repository holds them, and the guards that they bring along."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.family import Family, covers
from checks.ledger.gains import Gains
from checks.ledger.guard import SURENESS, Form, Guard
from checks.ledger.pairing import Pair
from checks.ledger.resolve import definitions
from checks.ledger.unit import Unit, units_of

_DEPTH = 2
_BROUGHT = frozenset(
    {
        Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.TENANT_SCOPE, Family.TRANSACTION,
        Family.LOCK, Family.RATE_LIMIT, Family.VISIBILITY,
    }
)  # fmt: skip
_WRITTEN_OUT = frozenset({Form.EXIT, Form.CALL, Form.PREDICATE, Form.CONDITION})
_DAMPED = 0.9


def ancestors_of(unit: Unit, depth: int = _DEPTH) -> Iterator[Unit]:
    """The classes that a class inherits from, nearest first, through other files of the repository."""
    if not isinstance(unit.node, ast.ClassDef) or depth == 0:
        return
    for base in unit.node.bases:
        for found in definitions(unit, dotted(base)):
            if isinstance(found.node, ast.ClassDef) and found.node is not unit.node:
                yield found
                yield from ancestors_of(found, depth - 1)


def brought_by_lost_bases(pair: Pair, gains: Gains) -> Iterator[Guard]:
    """A guard per base class that the head no longer inherits, when that class guarded what it was mixed into."""
    if not isinstance(pair.base.node, ast.ClassDef) or not isinstance(pair.head.node, ast.ClassDef):
        return
    known = {guard.node for guard in gains.guards(pair.base)}
    kept = {dotted(base) for base in pair.head.node.bases}
    gone = [base for base in pair.base.node.bases if dotted(base) and dotted(base) not in kept and base not in known]
    if not gone:
        return
    inherited = list(ancestors_of(pair.head))
    names = {unit.node.name for unit in inherited if isinstance(unit.node, ast.ClassDef)}
    there = {(guard.family, method) for unit in inherited for method, guard in _guards_of_class(unit, gains)}
    for base in gone:
        name = dotted(base).rpartition(".")[2]
        strongest = _strongest(pair.base, base, gains) if name not in names else None
        if strongest is None:
            continue
        method, guard = strongest
        if not any((family, place) in there for family in covers(guard.family) for place in (method, "")):
            yield _guard(pair.base, base, name, guard)


def _strongest(unit: Unit, base: ast.expr, gains: Gains) -> tuple[str, Guard] | None:
    found = [
        (method, guard)
        for origin in definitions(unit, dotted(base))
        for heir in (origin, *ancestors_of(origin, _DEPTH - 1))
        for method, guard in _guards_of_class(heir, gains)
        if guard.family in _BROUGHT
    ]
    return max(found, key=lambda row: (SURENESS[row[1].form] * row[1].weight, row[1].key), default=None)


def _guards_of_class(unit: Unit, gains: Gains) -> Iterator[tuple[str, Guard]]:
    """Guards of the class body under "", those of its methods under their name."""
    yield from (("", guard) for guard in gains.guards(unit))
    for name, method in units_of(unit.source, unit.view).items():
        if method.is_function and name.rpartition(".")[0] == unit.name:
            yield from ((name.rpartition(".")[2], guard) for guard in gains.guards(method))


def _guard(unit: Unit, base: ast.expr, name: str, brought: Guard) -> Guard:
    return Guard(
        family=brought.family,
        form=Form.BASE,
        key=f"base {name}",
        tokens=brought.tokens | {name},
        label=f"class {unit.name}({name}), which brings {brought.label}",
        node=base,
        fact=f"base {name}",
        protects=tuple(unit.body),
        weight=_DAMPED if brought.form not in _WRITTEN_OUT else _DAMPED * brought.weight,
    )
