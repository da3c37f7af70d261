"""What the pull request gained: guards at head that may have taken over from a lost one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from checks.ledger.columns_gone import columns_gone
from checks.ledger.extract import guards_of
from checks.ledger.family import covers
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pairing
from checks.ledger.resolve import callees
from checks.ledger.unit import MODULE, Unit

_LIFECYCLE = re.compile(
    r"^(__init__|__new__|setup|set_up|initial\w*|dispatch\w*|prepare\w*|before\w*|process_args|run|handle|validate\w*|"
    r"clean\w*|test_func|get_queryset|get_object\w*|get_context\w*|get_permissions?|has_\w+|_+(check|process|require|"
    r"validate|verify|ensure)\w*|check\w*|on_\w+|pre_\w+|mutate\w*|perform_\w+)$",
    re.IGNORECASE,
)
_NEAR = 0.5
_ALIKE = 0.2
_DECLARED = frozenset(
    {
        Form.DECORATOR,
        Form.DEPENDENCY,
        Form.ROUTER_DEPENDENCY,
        Form.CLASS_ATTRIBUTE,
        Form.BASE,
        Form.SCOPE,
        Form.ROW_LOCK,
        Form.CALL,
        Form.WRAPPER,
        Form.HANDLER,
    }
)


class Cover(Struct, frozen=True):
    """A guard at head that may cover for a lost one; `proven` when it is on the way to the code."""

    guard: Guard
    unit: Unit
    proven: bool


class Gains:
    """Guards of each unit on both sides, read once, and the guards that are new at head."""

    def __init__(self, pairing: Pairing, gained: tuple[tuple[Unit, bool], ...]) -> None:
        """Keeps the units; nothing is read before a raw loss asks for it."""
        self._pairing = pairing
        self._units = gained
        self._gains: list[tuple[Unit, Guard]] | None = None

    @cached_property
    def columns_gone(self) -> frozenset[tuple[str, str]]:
        """Class and name of the columns that the pull request takes away."""
        return columns_gone(self._pairing)

    def guards(self, unit: Unit) -> tuple[Guard, ...]:
        """The guards written in a unit of either side."""
        return guards_of(unit)

    def in_unit(self, base: Unit, head: Unit) -> list[Guard]:
        """Guards of `head` that `base` did not have, as multisets of key and family."""
        had = Counter((guard.family, guard.key) for guard in self.guards(base))
        found: list[Guard] = []
        for guard in self.guards(head):
            mark = (guard.family, guard.key)
            if had[mark]:
                had[mark] -= 1
            else:
                found.append(guard)
        return found

    def everywhere(self) -> list[tuple[Unit, Guard]]:
        """Every gain of the pull request."""
        if self._gains is None:
            bases = {pair.head: pair.base for pair in self._pairing.edited}
            self._gains = []
            for unit, new in self._units:
                found = list(self.guards(unit)) if new else self.in_unit(bases[unit], unit)
                self._gains.extend((unit, guard) for guard in found)
        return self._gains

    def covers_in(self, lost: Sequence[Guard], base: Unit, head: Unit) -> dict[Guard, Guard]:
        """Lost guard -> its cover among the gains of the same unit, each gain used once, nearest first."""
        gained = self.in_unit(base, head)
        ranked = sorted(
            (
                (-nearness(gain, guard), gain.family is not guard.family, number, order)
                for number, guard in enumerate(lost)
                for order, gain in enumerate(gained)
                if gain.family in covers(guard.family)
            ),
        )
        found: dict[int, int] = {}
        for _, _, number, order in ranked:
            if number not in found and order not in found.values():
                found[number] = order
        return {lost[number]: gained[order] for number, order in found.items()}

    def cover_around(self, guard: Guard, base: Unit, head: Unit) -> Cover | None:
        """The best cover outside of the unit: in what it newly calls, around it, or anywhere."""
        wanted = covers(guard.family)
        called = [
            (unit, own) for unit in self._new_callees(base, head) for own in self.guards(unit) if own.family in wanted
        ]
        inside = _best(guard, called)
        if inside is not None:
            return Cover(inside[1], inside[0], proven=covers_alike(inside[1], guard))
        gains = [(unit, gain) for unit, gain in self.everywhere() if gain.family in wanted and unit is not head]
        around = _best(guard, [(unit, gain) for unit, gain in gains if _is_on_the_way(unit, head)])
        if around is not None:
            return Cover(around[1], around[0], proven=covers_alike(around[1], guard))
        near = [(unit, gain) for unit, gain in gains if gain.key == guard.key or nearness(gain, guard) >= _NEAR]
        elsewhere = _best(guard, near)
        return None if elsewhere is None else Cover(elsewhere[1], elsewhere[0], proven=False)

    def similar_elsewhere(self, guard: Guard) -> bool:
        """Whether any guard of the family was gained anywhere."""
        return any(gain.family is guard.family for _, gain in self.everywhere())

    def _new_callees(self, base: Unit, head: Unit) -> Iterator[Unit]:
        """Units that the head calls and the base did not, and what those call themselves."""
        before = base.called
        seen: set[Unit] = set()
        for unit in callees(head, head.called - before):
            if unit not in seen:
                seen.add(unit)
                yield unit
        for first in list(seen):
            for unit in callees(first, first.called):
                if unit not in seen:
                    seen.add(unit)
                    yield unit


def _best(guard: Guard, found: list[tuple[Unit, Guard]]) -> tuple[Unit, Guard] | None:
    return max(found, key=lambda row: (row[1].family is guard.family, nearness(row[1], guard)), default=None)


def covers_alike(cover: Guard, guard: Guard) -> bool:
    """Whether a cover in the right place is proof enough.

    A declared guard (decorator, dependency, scope) covers all that comes after it; what is written out
    must speak of the same things.
    """
    return cover.form in _DECLARED or cover.key == guard.key or nearness(cover, guard) >= _ALIKE


def nearness(one: Guard, other: Guard) -> float:
    """Share of common identifiers, 0..1."""
    union = one.tokens | other.tokens
    return len(one.tokens & other.tokens) / len(union) if union else 0.0


def _is_on_the_way(unit: Unit, head: Unit) -> bool:
    """Whether what runs in `unit` also runs for `head`: it stands around it, calls it or is called by it."""
    if unit.is_function and (_calls(unit, head) or _calls(head, unit)):
        return True
    if unit.source is not head.source:
        return False
    around = head.class_name if head.is_function else head.name
    if unit.name in {MODULE, around}:
        return True
    return unit.class_name == around and (not head.is_function or _runs_for_all(unit))


def _runs_for_all(method: Unit) -> bool:
    """A method that frameworks run before every other one, or that others are built from."""
    return bool(_LIFECYCLE.search(method.name.rpartition(".")[2]))


def _calls(unit: Unit, head: Unit) -> bool:
    """Whether `unit` calls a function of the name of `head`."""
    name = head.name.rpartition(".")[2]
    return any(called.rpartition(".")[2] == name for called in unit.called)
