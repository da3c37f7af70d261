"""What the page of a repository shows of its cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.offenders import Offender, proposed, repeat_offenders
from reviewer.domain.decay.past import Past
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.sums import Group, Totals, by_author, by_duty, by_framework, by_month, totals
from reviewer.domain.links import docs_url
from reviewer.render.proposed_constraint import proposed_constraint
from reviewer.web.pages.addresses import Link, Site, docs_link
from reviewer.web.pages.decay.chart import Chart, rates_chart
from reviewer.web.pages.decay.incidents_view import IncidentsView, incidents_view
from reviewer.web.pages.decay.rules_view import RulesView, rules_view
from reviewer.web.pages.decay.words import DUTY_WORDS, RateView, rate_view

MOST_PULLS: Final = 50
_MOST_OFFENDERS: Final = 20
_MOST_PLACES: Final = 5
_MOST_NUMBERS: Final = 12


class GroupView(Struct, frozen=True):
    """Pushes with something in common."""

    name: str
    clean: RateView
    kept: int
    lost: int
    restored: int


class OffenderView(Struct, frozen=True):
    """What is lost again and again; `yaml` is "" where no constraint can be proposed."""

    check: Link
    title: str
    lost: int
    numbers: Sequence[int]
    more_numbers: int
    places: Sequence[str]
    more_places: int
    yaml: str


class PullView(Struct, frozen=True):
    """One pull request: what its pushes lost and restored, and what its last one leaves broken."""

    number: int
    at: datetime
    agent: str
    pushes: int
    lost: int
    restored: int
    broken: int


class RepositoryView(Struct, frozen=True):
    """The whole page."""

    repository: Link
    days: int
    cut_off: bool
    totals: Totals
    rules: RulesView
    months_chart: Chart | None
    months: Sequence[GroupView]
    authors: Sequence[GroupView]
    frameworks: Sequence[GroupView]
    duties: Sequence[GroupView]
    offenders: Sequence[OffenderView]
    after: IncidentsView
    pulls: Sequence[PullView]
    more_pulls: int


def repository_view(past: Past, web_url: str) -> RepositoryView:
    """Everything that the page of a repository shows."""
    cycles = past.history.cycles
    months = by_month(cycles)
    pulls = _pulls(cycles)
    return RepositoryView(
        repository=Site(past.repository, web_url).home(),
        days=past.days,
        cut_off=past.history.cut_off,
        totals=totals(cycles),
        rules=rules_view(cycles),
        months_chart=rates_chart(
            "Share of pushes that keep every rule, month by month", [(it.name, it.clean) for it in months]
        ),
        months=tuple(group_view(it, it.name) for it in reversed(months)),
        authors=tuple(group_view(it, it.name or "no agent's traces") for it in by_author(cycles)),
        frameworks=tuple(group_view(it, it.name or "none named") for it in by_framework(cycles)),
        duties=tuple(group_view(it, DUTY_WORDS[it.name]) for it in by_duty(cycles)),
        offenders=tuple(map(_offender, repeat_offenders(cycles)[:_MOST_OFFENDERS])),
        after=incidents_view(past.aftermath),
        pulls=pulls[:MOST_PULLS],
        more_pulls=max(0, len(pulls) - MOST_PULLS),
    )


def group_view(group: Group, name: str) -> GroupView:
    """A group as tables show it."""
    return GroupView(name, rate_view(group.clean), group.kept, group.lost, group.restored)


def _offender(it: Offender) -> OffenderView:
    constraint = proposed(it)
    own = it.rule.subject == "constraint"
    places = [f"{place.path}: {place.symbol}" if place.symbol else place.path for place in it.places]
    return OffenderView(
        check=Link(it.check) if own else docs_link(it.check, docs_url(it.check)),
        title=it.title,
        lost=it.lost,
        numbers=it.numbers[-_MOST_NUMBERS:],
        more_numbers=max(0, len(it.numbers) - _MOST_NUMBERS),
        places=places[:_MOST_PLACES],
        more_places=max(0, len(places) - _MOST_PLACES),
        yaml="" if constraint is None else proposed_constraint(constraint),
    )


def _pulls(cycles: Iterable[RecordedCycle]) -> list[PullView]:
    """The pull requests, the one that was pushed to last first."""
    found: defaultdict[int, list[RecordedCycle]] = defaultdict(list)
    for cycle in cycles:
        found[cycle.number].append(cycle)
    rows = [_pull(number, pushes) for number, pushes in found.items()]
    return sorted(rows, key=lambda it: (it.at, it.number), reverse=True)


def _pull(number: int, pushes: Sequence[RecordedCycle]) -> PullView:
    last = max(pushes, key=lambda it: it.push)
    return PullView(
        number=number,
        at=max(it.at for it in pushes),
        agent=last.agent or "",
        pushes=last.push,
        lost=sum(it.lost for it in pushes),
        restored=sum(it.restored for it in pushes),
        broken=last.lost + last.still_lost,
    )
