"""Which unit at head is which unit at base."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from checks.kit import Change
from checks.ledger.statements import Surroundings
from checks.ledger.unit import Unit, units_of
from checks.ledger.view import View

_SAME_BODY = 0.6
_SMALLEST_BODY = 3  # leaves; shorter bodies look alike by chance


class Pair(Struct, frozen=True):
    """A unit on both sides."""

    change: Change
    base: Unit
    head: Unit

    @property
    def same_file(self) -> bool:
        """Whether line numbers of both sides belong to one diff."""
        return self.base.source is self.change.base and self.head.source is self.change.head


class Pairing(Struct, frozen=True):
    """Every unit of the changed files, sorted.

    Attributes:
        edited: pairs whose texts differ.
        new: units of the head without a counterpart, with their change.
        gone: units of the base without a counterpart, with their change.
        heads: every unit at head, by change.
    """

    edited: tuple[Pair, ...]
    new: tuple[tuple[Change, Unit], ...]
    gone: tuple[tuple[Change, Unit], ...]
    heads: dict[Change, dict[str, Unit]]


def pair_units(changes: Iterable[Change], base_view: View, head_view: View) -> Pairing:
    """Pairs by name in the file, then by name in another changed file, then by similar body."""
    edited: list[Pair] = []
    left: list[tuple[Change, Unit]] = []
    new: list[tuple[Change, Unit]] = []
    heads: dict[Change, dict[str, Unit]] = {}
    for change in changes:
        base = units_of(change.base, base_view) if change.base else {}
        head = heads[change] = units_of(change.head, head_view) if change.head else {}
        for name, unit in base.items():
            if name not in head:
                left.append((change, unit))
            elif unit.text != head[name].text:
                edited.append(Pair(change, unit, head[name]))
        new.extend((change, unit) for name, unit in head.items() if name not in base)
    moved, still_new = _pair_moved(left, new)
    paired = {pair.base for pair in moved}
    gone = tuple((change, unit) for change, unit in left if unit not in paired)
    return Pairing((*edited, *moved), tuple(still_new), gone, heads)


def _pair_moved(
    left: list[tuple[Change, Unit]], new: list[tuple[Change, Unit]]
) -> tuple[list[Pair], list[tuple[Change, Unit]]]:
    pairs: list[Pair] = []
    free = list(new)
    for change, unit in left:
        found = _counterpart(unit, [candidate for _, candidate in free])
        if found is None:
            continue
        pairs.append(Pair(change, unit, found))
        free = [(where, candidate) for where, candidate in free if candidate is not found]
    return pairs, free


def _counterpart(unit: Unit, candidates: list[Unit]) -> Unit | None:
    alike = [other for other in candidates if other.is_function == unit.is_function]
    named = [other for other in alike if other.name == unit.name] or [
        other for other in alike if other.name.rpartition(".")[2] == unit.name.rpartition(".")[2]
    ]
    for other in named:
        if _similarity(unit, other) >= _SAME_BODY / 2:
            return other
    if not unit.is_function or unit.end_line - unit.start_line < _SMALLEST_BODY:
        return None
    scored = [(_similarity(unit, other), -number, other) for number, other in enumerate(alike)]
    best = max(scored, default=None, key=lambda row: row[:2])
    return best[2] if best is not None and best[0] >= _SAME_BODY else None


def _similarity(unit: Unit, other: Unit) -> float:
    """Share of the smaller knowledge: how much of the base body stands in the other."""
    return Surroundings(other.body).share(unit.body)
