"""What happened after merges, as the page of a repository shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.incident_rates import incident_rates
from reviewer.domain.decay.incidents import Aftermath, Certainty, Incident, Link, Source
from reviewer.web.pages import addresses
from reviewer.web.pages.decay.words import RateView, rate_view

MOST_INCIDENTS: Final = 50
_SOURCES: Final[Mapping[Source, str]] = {
    "posted": "posted",
    "revert": "revert",
    "label": "label of the cause",
    "hotfix": "label of the fix",
}
_CERTAINTIES: Final[Mapping[Certainty, str]] = {
    "named": "named by it",
    "symbol": "edited the symbol last",
    "file": "edited the file last",
}


class RateRow(Struct, frozen=True):
    """One kind of merged change: how many have an incident; `named` are those that one names itself."""

    group: str
    name: str
    linked: RateView
    named: int


class LinkView(Struct, frozen=True):
    """A merged change that an incident is linked to, and how."""

    number: int
    how: str


class IncidentView(Struct, frozen=True):
    """One incident; `title` leads to where it was told, if that is known; `key` is "" where it is one of ours."""

    title: addresses.Link
    key: str
    source: str
    at: datetime
    links: Sequence[LinkView]


class IncidentsView(Struct, frozen=True):
    """All of it; `merges` counts the merged changes that were reviewed."""

    merges: int
    rates: Sequence[RateRow]
    incidents: Sequence[IncidentView]
    more: int


def incidents_view(aftermath: Aftermath) -> IncidentsView:
    """The rates and the incidents, newest first."""
    links: defaultdict[tuple[str, Source], list[Link]] = defaultdict(list)
    for link in aftermath.links:
        links[link.key, link.source].append(link)
    rates = incident_rates(aftermath.counted, aftermath.links)
    shown = aftermath.incidents[:MOST_INCIDENTS]
    return IncidentsView(
        merges=len(aftermath.counted),
        rates=tuple(RateRow(it.group, it.name, rate_view(it.linked), it.named) for it in rates),
        incidents=tuple(_incident(it, links[it.key, it.source]) for it in shown),
        more=len(aftermath.incidents) - len(shown),
    )


def _incident(it: Incident, links: Sequence[Link]) -> IncidentView:
    return IncidentView(
        title=addresses.Link(it.title or it.key, it.url),
        key=it.key if it.source == "posted" else "",
        source=_SOURCES[it.source],
        at=it.at,
        links=tuple(LinkView(link.number, _CERTAINTIES[link.certainty]) for link in links),
    )
