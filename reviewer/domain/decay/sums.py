"""Cycles summed up: over time, by who wrote them, by framework, by what kind of rule was broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from reviewer.domain.decay.cycle import Tally
from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.seen import Duty
from reviewer.domain.decay.survival import RuleKey, held_by_key

_Part = tuple[RecordedCycle, Sequence[Tally]]
"""A push, and those of its tallies that count."""


class Group(Struct, frozen=True):
    """Pushes with something in common.

    Attributes:
        clean: pushes at whose head every rule that they could break is kept.
    """

    name: str
    clean: Rate
    kept: int
    lost: int
    restored: int


class Totals(Struct, frozen=True):
    """Everything in one line.

    Attributes:
        clean: pushes at whose head every rule that they could break is kept.
    """

    pull_requests: int
    pushes: int
    kept: int
    lost: int
    restored: int
    clean: Rate
    agents: int
    """Pull requests that carry an agent's traces."""


def totals(cycles: Sequence[RecordedCycle]) -> Totals:
    """The sums of all."""
    return Totals(
        pull_requests=len({(it.repository_id, it.number) for it in cycles}),
        pushes=len(cycles),
        kept=sum(it.kept for it in cycles),
        lost=sum(it.lost for it in cycles),
        restored=sum(it.restored for it in cycles),
        clean=_group("", [(it, it.tallies) for it in cycles]).clean,
        agents=len({(it.repository_id, it.number) for it in cycles if it.agent is not None}),
    )


def month_of(cycle: RecordedCycle) -> str:
    """The month of a push, as YYYY-MM."""
    return cycle.at.strftime("%Y-%m")


def by_month(cycles: Iterable[RecordedCycle]) -> tuple[Group, ...]:
    """Months, oldest first; one without a push that could break a rule is left out."""
    found = {name: [(it, it.tallies) for it in inside] for name, inside in _named(cycles, month_of).items()}
    return tuple(_group(name, found[name]) for name in sorted(found))


def by_author(cycles: Iterable[RecordedCycle]) -> tuple[Group, ...]:
    """Agents by their names, and "" for pushes without an agent's traces; the most pushes first."""
    found = _named(cycles, lambda it: it.agent or "")
    return _most_first(_group(name, [(it, it.tallies) for it in inside]) for name, inside in found.items())


def by_framework(cycles: Iterable[RecordedCycle]) -> tuple[Group, ...]:
    """Frameworks, and "" for code that names none; a push with two of them counts in both, constraints in neither."""
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    for cycle in cycles:
        split: defaultdict[str, list[Tally]] = defaultdict(list)
        for tally in cycle.tallies:
            if tally.rule.subject != "constraint":
                split[tally.rule.framework].append(tally)
        for name, tallies in split.items():
            found[name].append((cycle, tallies))
    return _most_first(_group(name, parts) for name, parts in found.items())


def by_duty(cycles: Sequence[RecordedCycle]) -> tuple[Group, ...]:
    """What was left out and what was brought, apart."""
    duties: tuple[Duty, ...] = ("omission", "commission")
    return tuple(
        _group(duty, [(it, [tally for tally in it.tallies if tally.rule.duty == duty]) for it in cycles])
        for duty in duties
    )


def rules_over_time(cycles: Iterable[RecordedCycle], months: Sequence[str]) -> Mapping[RuleKey, tuple[Rate, ...]]:
    """Rule -> in how many pushes of each month it was kept, of those that could break it."""
    counted: defaultdict[RuleKey, defaultdict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for cycle in cycles:
        for key, held in held_by_key(cycle).items():
            counted[key][month_of(cycle)].append(held)
    return {
        key: tuple(Rate(sum(found[month]), len(found[month])) for month in months) for key, found in counted.items()
    }


def _named(
    cycles: Iterable[RecordedCycle], name: Callable[[RecordedCycle], str]
) -> Mapping[str, Sequence[RecordedCycle]]:
    found: defaultdict[str, list[RecordedCycle]] = defaultdict(list)
    for cycle in cycles:
        if cycle.tallies:
            found[name(cycle)].append(cycle)
    return found


def _group(name: str, parts: Sequence[_Part]) -> Group:
    asked = [tallies for _, tallies in parts if tallies]
    every = [tally for tallies in asked for tally in tallies]
    return Group(
        name=name,
        clean=Rate(sum(all(tally.held for tally in tallies) for tallies in asked), len(asked)),
        kept=sum(tally.kept for tally in every),
        lost=sum(tally.lost for tally in every),
        restored=sum(tally.restored for tally in every),
    )


def _most_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda it: (-it.clean.of, it.name)))
