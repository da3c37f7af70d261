"""The code that a sign-off of each area is bound to: its guarded units, its migrations, and what surrounds its hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from checks.kit import Area, Change, ChangeSet, Source
from checks.kit.files import is_test, language
from checks.kit.source import Undecodable, Unparsable
from checks.ledger import EditedUnit, edited_units
from checks.ledger.written import statements
from reviewer.analysis.wording import difference, wording
from reviewer.domain.analysis import FoundArea, FoundHit, TouchedUnit

_SURE: Final = 0.5
"""From here on a file that is classified as a migration is one."""
_Units = Mapping[Change, Sequence[EditedUnit]]


def touched_units(changes: ChangeSet, hits: Iterable[FoundHit], areas: Iterable[FoundArea]) -> tuple[TouchedUnit, ...]:
    """Every unit that an area is about, once per area; unguarded ones only where a hit stands in their file."""
    units: defaultdict[Change, list[EditedUnit]] = defaultdict(list)
    for unit in edited_units(changes):
        units[unit.change].append(unit)
    found = dict.fromkeys((*_guarded(units), *_migrations(changes, units, areas), *_around_hits(changes, units, hits)))
    return tuple(sorted(found, key=lambda row: (row.area, row.path, row.symbol, row.base, row.head, row.guarded)))


def _guarded(units: _Units) -> Iterator[TouchedUnit]:
    for inside in units.values():
        for unit in inside:
            yield from (_row(area, unit, guarded=True) for area in unit.guarded)


def _migrations(changes: ChangeSet, units: _Units, areas: Iterable[FoundArea]) -> Iterator[TouchedUnit]:
    """All of a migration is guarded: each of its operations runs once, on everything there is."""
    there = {found.path for found in areas if found.area is Area.MIGRATIONS and found.confidence >= _SURE}
    for change in changes:
        if change.path in there and not is_test(change.path):
            yield from _edits(Area.MIGRATIONS, change, units, guarded=True)


def _around_hits(changes: ChangeSet, units: _Units, hits: Iterable[FoundHit]) -> Iterator[TouchedUnit]:
    """The unit that a hit names, where this change edits it; else all that the change edits in its file."""
    by_path = {path: change for change in changes for path in (change.base_path, change.path)}
    for found in hits:
        area, change = Area(found.check.partition("/")[0]), by_path.get(found.hit.span.path)
        if change is None:  # the hit stands in a file that the change does not touch
            continue
        named = [unit for unit in units.get(change, ()) if unit.symbol == found.hit.symbol]
        if named:
            yield from (_row(area, unit, guarded=area in unit.guarded) for unit in named)
        else:
            yield from _edits(area, change, units, guarded=False)


def _edits(area: Area, change: Change, units: _Units, *, guarded: bool) -> Iterator[TouchedUnit]:
    if change in units:
        yield from (_row(area, unit, guarded=guarded or area in unit.guarded) for unit in units[change])
        return
    base, head = difference(_words(change.base, change.base_path), _words(change.head, change.path))
    if base != head:
        yield TouchedUnit(area, change.path, "", base, head, guarded)


def _row(area: Area, unit: EditedUnit, *, guarded: bool) -> TouchedUnit:
    return TouchedUnit(area, unit.change.path, unit.symbol, unit.base, unit.head, guarded)


def _words(source: Source | None, path: str) -> tuple[str, ...]:
    if source is None:
        return ()
    try:
        if language(path) == "python":
            return tuple(statements(source.tree.body))
        return wording(source.text, path)
    except (Undecodable, Unparsable, RecursionError):
        # Who cannot read a file still sees whether it is the same one.
        return (source.data.hex(),)
