"""Functions that a pull request edits or adds, for checks that compare what they do."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from checks.kit import Change, ChangeSet
from checks.ledger.ledger import python_pairing
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

Facts = Callable[[Unit], Iterable[tuple[str, ast.AST]]]
"""Labels without local names, and the places where they stand in one unit."""


def edited_functions(change: Change) -> tuple[Pair, ...]:
    """Functions of this file that stand on both sides with different texts, moved ones included."""
    return change.within.ask(_edited).get(change, ())


def new_functions(change: Change) -> tuple[Unit, ...]:
    """Functions of this file at head that have no counterpart at base."""
    return change.within.ask(_new).get(change, ())


def _edited(changes: ChangeSet) -> dict[Change, tuple[Pair, ...]]:
    rows: defaultdict[Change, list[Pair]] = defaultdict(list)
    for pair in changes.ask(python_pairing).edited:
        if pair.base.is_function and pair.head.is_function:
            rows[pair.change].append(pair)
    return {change: tuple(pairs) for change, pairs in rows.items()}


def _new(changes: ChangeSet) -> dict[Change, tuple[Unit, ...]]:
    rows: defaultdict[Change, list[Unit]] = defaultdict(list)
    for change, unit in changes.ask(python_pairing).new:
        if unit.is_function:
            rows[change].append(unit)
    return {change: tuple(units) for change, units in rows.items()}


class Gain(Struct, frozen=True):
    """Something that a function does at head and did not do at base; `before` is None for a new function."""

    unit: Unit
    before: Unit | None
    label: str
    node: ast.AST


def gained(change: Change, facts: Facts) -> Iterator[Gain]:
    """What `facts` tells of the functions of this file at head and not of their base, compared as multisets."""
    for pair in edited_functions(change):
        if pair.same_file:
            known = Counter(label for label, _ in facts(pair.base))
            for label, node in facts(pair.head):
                if known[label]:
                    known[label] -= 1
                else:
                    yield Gain(pair.head, pair.base, label, node)
    for unit in new_functions(change):
        for label, node in facts(unit):
            yield Gain(unit, None, label, node)


def dropped(change: Change, facts: Facts) -> Iterator[tuple[Pair, str, ast.AST]]:
    """What `facts` tells of the base of an edited function and not of its head: the pair, the label and its place."""
    for pair in edited_functions(change):
        kept = Counter(label for label, _ in facts(pair.head))
        for label, node in facts(pair.base):
            if kept[label]:
                kept[label] -= 1
            else:
                yield pair, label, node
