"""The ledger of a pull request: what became of every guard that it edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from checks.kit import Change, ChangeSet
from checks.kit.files import is_test, language
from checks.ledger.compare import compare_unit
from checks.ledger.entry import Entry, Verdict
from checks.ledger.gains import Gains
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pairing, pair_units
from checks.ledger.removed import removed_hooks
from checks.ledger.unit import Unit
from checks.ledger.view import HouseNames, View

__all__ = ["Entry", "Verdict", "entries_of", "ledger"]

_POLICY_SIZE = 5
"""From so many units that lose the same guard in one pull request on, it is one migration of a policy."""


def ledger(changes: ChangeSet) -> tuple[Entry, ...]:
    """Every entry of the pull request, in the order of the base files."""
    pairing = changes.ask(python_pairing)
    gains = Gains(pairing, tuple(_gained(pairing)))
    entries: list[Entry] = []
    for pair in pairing.edited:
        try:
            entries.extend(compare_unit(pair, gains))
        except RecursionError:
            changes.set_aside(pair.change, f"`{pair.base.name}` is nested too deeply to be compared")
    entries += removed_hooks(pairing, gains)
    return tuple(_collapsed(entries))


def entries_of(change: Change) -> tuple[Entry, ...]:
    """The entries whose guard stood in this file at base."""
    by_change = change.within.ask(_by_change)
    return by_change.get(change, ())


def python_pairing(changes: ChangeSet) -> Pairing:
    """The units of all changed Python files but tests."""
    return pair_units(
        (change for change in changes if language(change.path) == "python" and not is_test(change.path)),
        *changes.ask(house_views),
    )


def house_views(changes: ChangeSet) -> tuple[View, View]:
    """How guards are read at base and at head: with the names of this house."""
    settings = changes.settings
    house = HouseNames(settings.guards)
    states = frozenset(field.rpartition(".")[2] for field in settings.state_fields)
    return (
        View(changes.read_base, house, settings.roles, states, changes.list_base),
        View(changes.read_head, house, settings.roles, states, changes.list_head),
    )


def _by_change(changes: ChangeSet) -> dict[Change, tuple[Entry, ...]]:
    rows: defaultdict[Change, list[Entry]] = defaultdict(list)
    for entry in changes.ask(ledger):
        rows[entry.change].append(entry)
    return {change: tuple(entries) for change, entries in rows.items()}


def _gained(pairing: Pairing) -> Iterator[tuple[Unit, bool]]:
    for pair in pairing.edited:
        yield pair.head, False
    for _, unit in pairing.new:
        yield unit, True


def _mark(guard: Guard) -> str:
    """What makes losses one: the key; of an attribute its name, whichever permission each class asked for."""
    return guard.key.partition(":")[0] if guard.form is Form.CLASS_ATTRIBUTE else guard.key


def _collapsed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Same-key losses of many units become one entry that counts the others."""
    groups: defaultdict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        lost = entry.verdict in {Verdict.LOST, Verdict.WEAKENED}
        mark = _mark(entry.guard) if lost else id(entry)
        groups[(entry.verdict, entry.guard.family, entry.guard.form, mark)].append(entry)
    for group in groups.values():
        if len({entry.base.name for entry in group}) < _POLICY_SIZE:
            yield from group
        else:
            yield replace(group[0], others=tuple(group[1:]))
