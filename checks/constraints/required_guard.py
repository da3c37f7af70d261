"""A guard that has to stand in front of every entry point: one that is new without it, or has lost it, is told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checks.constraints.constraint import Constraint, RequireGuard
from checks.constraints.effective_guards import Standing, Wanted, has_unknown_base, standing_guard
from checks.constraints.entry_points import entry_points
from checks.constraints.judged import Judged
from checks.constraints.saying import Violation, said
from checks.constraints.scope import Scope
from checks.kit import Change, ChangeSet, Evidence, Hit, Kind, Side, Source, Span
from checks.kit.files import is_test, language
from checks.kit.sentence import code, lines_of, quote
from checks.ledger.ledger import house_views, python_pairing
from checks.ledger.unit import Unit, units_of
from checks.ledger.view import View

_UNKNOWN = 0.4  # a note: a base class that nobody could find may bring the guard
_MOST_SIBLINGS = 12  # files of the folder that are read to find an example


class _Entry(Struct, frozen=True):
    """An entry point at head."""

    change: Change
    unit: Unit
    before: Unit | None
    guard: Standing | None


def find_missing_guards(constraint: Constraint, checker: RequireGuard, changes: ChangeSet) -> Judged:
    """A hit for each entry point without any of the guards, where base did not already lack it."""
    wanted = Wanted(checker.any_of)
    files = [change for change in Scope(constraint).code(changes) if _is_read(change)]
    before = {pair.head: pair.base for pair in changes.ask(python_pairing).edited}
    entries = [entry for change in files for entry in _entries(change, wanted, before)]
    good = [entry for entry in entries if entry.guard is not None]
    hits = tuple(
        hit
        for entry in entries
        if entry.guard is None and (hit := _hit(constraint, checker, entry, wanted, good)) is not None
    )
    return Judged(constraint, bool(entries), hits)


def _is_read(change: Change) -> bool:
    return change.head is not None and language(change.path) == "python"


def _entries(change: Change, wanted: Wanted, before: dict[Unit, Unit]) -> Iterator[_Entry]:
    if change.head is None:
        return
    base_view, head_view = change.within.ask(house_views)
    old = {} if change.base is None or language(change.base.path) != "python" else units_of(change.base, base_view)
    for unit in entry_points(change.within, change.head, units_of(change.head, head_view), wanted.callers):
        yield _Entry(change, unit, before.get(unit) or old.get(unit.name), standing_guard(unit, wanted))


def _hit(
    constraint: Constraint, checker: RequireGuard, entry: _Entry, wanted: Wanted, good: list[_Entry]
) -> Hit | None:
    had = None if entry.before is None else standing_guard(entry.before, wanted)
    if entry.before is not None and had is None:
        return None  # it was so before: debt is not news
    name = code(entry.unit.name)
    names = ", ".join(map(code, checker.any_of))
    lost = had is not None and entry.change.base is not None and had.unit.source is entry.change.base
    start, end = lines_of(entry.unit.node, entry.unit.source)
    evidence = [quote(entry.change, Side.RIGHT, entry.unit.node, "now")]
    span = Span(Side.RIGHT, entry.change.path, start, end)
    if had is not None and lost:
        first, last = lines_of(had.node, had.unit.source)
        span = Span(Side.LEFT, entry.change.path, first, last)
        evidence.insert(0, quote(entry.change, Side.LEFT, had.node, "was"))
    if (example := _example(entry, wanted, good)) is not None:
        evidence.append(example)
    violation = Violation(
        kind=Kind.MISSING if had is None else Kind.LOST,
        span=span,
        symbol=entry.unit.symbol,
        what=f"{name} is {'new and has' if had is None else 'left with'} none of {names} in front of it.",
        fact=f"guard {'missing' if had is None else 'lost'} {' '.join(checker.any_of)}",
        evidence=tuple(evidence),
        confidence=0.9 if had is not None else _UNKNOWN if has_unknown_base(entry.unit) else 0.8,
    )
    return said(constraint, violation)


def _example(entry: _Entry, wanted: Wanted, good: list[_Entry]) -> Evidence | None:
    """The nearest entry point that has the guard: in this file, in the change, else in the folder."""
    near = sorted(good, key=lambda other: (other.change is not entry.change, other.change.path, other.unit.start_line))
    for other in near:
        if other.guard is not None:
            return _shown(other.guard)
    folder = entry.change.path.rpartition("/")[0]
    changes = entry.change.within
    _, view = changes.ask(house_views)
    siblings = [path for path in changes.list_head(folder) if language(path) == "python" and not is_test(path)]
    for path in siblings[:_MOST_SIBLINGS]:
        source = changes.read_head(path)
        if source is not None and (found := _in_file(changes, source, view, wanted)) is not None:
            return _shown(found)
    return None


def _in_file(changes: ChangeSet, source: Source, view: View, wanted: Wanted) -> Standing | None:
    guards = (
        standing_guard(unit, wanted) for unit in entry_points(changes, source, units_of(source, view), wanted.callers)
    )
    return next((guard for guard in guards if guard is not None), None)


def _shown(guard: Standing) -> Evidence:
    source = guard.unit.source
    start, end = lines_of(guard.node, source)
    return Evidence(Span(Side.RIGHT, source.path, start, end), source.snippet(start, end), "nearest example")
