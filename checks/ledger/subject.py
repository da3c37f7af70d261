"""Checks that are asked of something else: the same call, with another attribute of the same thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.entry import Entry, Verdict
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pair

_OF_CALLERS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.TENANT_SCOPE})
_CONFIDENCE = 0.7


def asked_of_another(pair: Pair, guard: Guard, head_guards: tuple[Guard, ...]) -> Entry | None:
    """`must_own(ticket.user.id)` became `must_own(ticket.id)`: a change, where no call asks as before."""
    if guard.form is not Form.CALL or guard.family not in _OF_CALLERS:
        return None
    twins = [other for other in head_guards if other.key == guard.key and other.form is Form.CALL]
    was = list(_subjects(guard))
    if not was or any(list(_subjects(twin)) == was for twin in twins):
        return None
    for twin in twins:
        if _differ_in_one(was, list(_subjects(twin))):
            return Entry(Verdict.CHANGED, pair.change, guard, pair.base, pair.head, _CONFIDENCE, twin, pair.head)
    return None


def _subjects(guard: Guard) -> Iterator[str]:
    """The arguments of the call as dotted names; "" for any other expression."""
    if isinstance(guard.node, ast.Call):
        yield from (dotted(argument) for argument in guard.node.args)
        yield from (f"{keyword.arg}={dotted(keyword.value)}" for keyword in guard.node.keywords)


def _differ_in_one(was: list[str], now: list[str]) -> bool:
    """Whether one argument is another attribute of the same name, and all others are what they were."""
    if len(was) != len(now):
        return False
    different = [(old, new) for old, new in zip(was, now, strict=True) if old != new]
    return len(different) == 1 and all("." in name for name in different[0]) and _root(was, now)


def _root(was: list[str], now: list[str]) -> bool:
    return all(old.partition(".")[0] == new.partition(".")[0] for old, new in zip(was, now, strict=True))
