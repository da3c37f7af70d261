"""Columns that went from their models in the same pull request: what asked for them went with them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pair, Pairing
from checks.ledger.unit import Unit

_ENDINGS = ("_id", "_pk", "_slug", "_uuid")


def columns_gone(pairing: Pairing) -> frozenset[tuple[str, str]]:
    """Class and name of every attribute that an edited class had at base and has no more."""
    return frozenset((pair.base.name.rpartition(".")[2], name) for pair in pairing.edited for name in _gone(pair))


def asks_for_a_column_gone(guard: Guard, gone: frozenset[tuple[str, str]]) -> bool:
    """Whether a predicate asks for a column that its model no longer has."""
    if guard.form is not Form.PREDICATE or not gone:
        return False
    column, _, root = guard.key.partition(" on ")
    model = root.rpartition(".")[2]
    owners = {owner for owner, name in gone if _plain(name) == column}
    return model in owners if model[:1].isupper() else bool(owners)  # behind a relation, the model has no name


def _plain(name: str) -> str:
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name


def _gone(pair: Pair) -> Iterator[str]:
    """Attributes of one class; none when it has a new base, which may have brought them along."""
    base, head = pair.base.node, pair.head.node
    if not isinstance(base, ast.ClassDef) or not isinstance(head, ast.ClassDef):
        return
    if {ast.dump(node) for node in head.bases} - {ast.dump(node) for node in base.bases}:
        return
    left = set(_declared(pair.head))
    yield from (name for name in _declared(pair.base) if name not in left)


def _declared(unit: Unit) -> Iterator[str]:
    for stmt in unit.own:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                continue
