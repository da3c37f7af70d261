"""The nearest unit that still has such a guard: how it is done in this repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import ChangeSet, Evidence, Side, Source, Span
from checks.kit.files import is_test, language
from checks.ledger.entry import Entry
from checks.ledger.extract import guards_of
from checks.ledger.gains import nearness
from checks.ledger.guard import Guard
from checks.ledger.unit import Unit, units_of

_BESIDE = 8
"""Unchanged files of the same folder that are looked at when no changed file has an example."""

_ALIKE = 0.3
_LINES = 4


def nearest_example(entry: Entry) -> Evidence | None:
    """The place of the guard that is most like the lost one, in the head of this repository.

    The same file comes first, then the other changed files, then unchanged ones of the same folder, which are
    read only when nothing nearer was found.
    """
    for sources in (_same_file(entry), _changed(entry), _beside(entry)):
        found = [
            (_rank(entry, unit, guard), -number, unit, guard)
            for source in sources
            for number, (unit, guard) in enumerate(_alike(entry, source))
        ]
        best = max(found, key=lambda row: row[:2], default=None)
        if best is not None:
            return _evidence(best[2], best[3])
    return None


def _same_file(entry: Entry) -> Iterator[Source]:
    yield entry.head.source


def _changed(entry: Entry) -> Iterator[Source]:
    for change in entry.change.within:
        if change.head is not None and change.head is not entry.head.source and _is_read(change.path):
            yield change.head


def _beside(entry: Entry) -> Iterator[Source]:
    changes: ChangeSet = entry.change.within
    folder = entry.head.source.path.rpartition("/")[0]
    known = {change.path for change in changes}
    beside = [path for path in changes.list_head(folder) if path not in known and _is_read(path)]
    for path in beside[:_BESIDE]:
        source = changes.read_head(path)
        if source is not None:
            yield source


def _is_read(path: str) -> bool:
    return language(path) == "python" and not is_test(path)


def _alike(entry: Entry, source: Source) -> Iterator[tuple[Unit, Guard]]:
    """Guards of this family in units other than the one that lost it, written in the same way."""
    telling = [token for token in entry.guard.tokens if token.isidentifier()]
    if not any(token in source.text for token in telling):
        return
    for unit in units_of(source, entry.head.view).values():
        if unit is entry.head or not any(token in unit.text for token in telling):
            continue
        for guard in guards_of(unit):
            if guard.family is entry.guard.family and guard.form is entry.guard.form and _is_near(entry.guard, guard):
                yield unit, guard


def _is_near(lost: Guard, other: Guard) -> bool:
    return other.key == lost.key or nearness(other, lost) >= _ALIKE


def _rank(entry: Entry, unit: Unit, guard: Guard) -> tuple[bool, bool, float, bool]:
    same_class = bool(unit.class_name) and unit.class_name == entry.head.class_name
    alike = round(nearness(guard, entry.guard), 2)
    return guard.key == entry.guard.key, same_class, alike, unit.is_function == entry.head.is_function


def _evidence(unit: Unit, guard: Guard) -> Evidence:
    start = _first_line(unit, guard)
    end = min(guard.end_line, guard.start_line + _LINES - 1)
    where = f"`{unit.symbol}`" if unit.symbol else "the module"
    span = Span(Side.RIGHT, unit.source.path, start, end)
    return Evidence(span, unit.source.snippet(start, end), f"nearest, in {where}")


def _first_line(unit: Unit, guard: Guard) -> int:
    """Of a keyword or an item of a list, the line where its statement starts, if that is close by."""
    inside = (node for node in unit.nodes if isinstance(node, ast.stmt) and node.lineno <= guard.start_line)
    around = [node for node in inside if (node.end_lineno or node.lineno) >= guard.end_line]
    first = max((node.lineno for node in around), default=guard.start_line)
    return first if guard.start_line - first < _LINES else guard.start_line
