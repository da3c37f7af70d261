"""Functions that a pull request edits or adds, for checks that compare what they do."""

from __future__ import annotations

from collections import defaultdict

from checks.kit import Change, ChangeSet
from checks.ledger.ledger import python_pairing
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit


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
