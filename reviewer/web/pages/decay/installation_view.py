"""What the page of an installation shows: its repositories, as far as the visitor may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from reviewer.domain.decay.recorded import History, RecordedCycle
from reviewer.domain.decay.sums import Totals, by_month, totals
from reviewer.github.sign_in import VisibleRepository
from reviewer.web.pages.decay.chart import Chart, rates_chart
from reviewer.web.pages.decay.repository_view import GroupView, group_view
from reviewer.web.pages.decay.words import RateView, rate_view


class RepositoryRow(Struct, frozen=True):
    """One repository; `full_name` is its name at GitHub now."""

    full_name: str
    at: datetime
    pull_requests: int
    pushes: int
    clean: RateView
    lost: int
    restored: int


class InstallationView(Struct, frozen=True):
    """The whole page; `silent` counts repositories without a reviewed push."""

    owner: str
    days: int
    cut_off: bool
    totals: Totals
    months_chart: Chart | None
    months: Sequence[GroupView]
    repositories: Sequence[RepositoryRow]
    silent: int


def installation_view(repositories: Sequence[VisibleRepository], history: History, days: int) -> InstallationView:
    """Everything that the page shows; at least one repository is there."""
    months = by_month(history.cycles)
    rows = _rows({it.id: it.full_name for it in repositories}, history.cycles)
    return InstallationView(
        owner=repositories[0].full_name.partition("/")[0],
        days=days,
        cut_off=history.cut_off,
        totals=totals(history.cycles),
        months_chart=rates_chart(
            "Share of pushes that keep every rule, month by month", [(it.name, it.clean) for it in months]
        ),
        months=tuple(group_view(it, it.name) for it in reversed(months)),
        repositories=rows,
        silent=len(repositories) - len(rows),
    )


def _rows(names: dict[int, str], cycles: Sequence[RecordedCycle]) -> list[RepositoryRow]:
    """One for each repository with pushes, the most losses first."""
    found: defaultdict[int, list[RecordedCycle]] = defaultdict(list)
    for cycle in cycles:
        found[cycle.repository_id].append(cycle)
    rows = [_row(names[number], inside) for number, inside in found.items()]
    return sorted(rows, key=lambda it: (-it.lost, it.full_name))


def _row(full_name: str, cycles: Sequence[RecordedCycle]) -> RepositoryRow:
    sums = totals(cycles)
    return RepositoryRow(
        full_name=full_name,
        at=max(it.at for it in cycles),
        pull_requests=sums.pull_requests,
        pushes=sums.pushes,
        clean=rate_view(sums.clean),
        lost=sums.lost,
        restored=sums.restored,
    )
