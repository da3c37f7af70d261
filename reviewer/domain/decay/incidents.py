"""What happened after a merge, and which merged change it is linked to.

    named     the incident names the merged commit, or the pull request; a revert always does
    symbol    the change was the last, within thirty days, that edited a symbol which the incident names
    file      likewise a file

The surest link counts, and only that. A symbol or a file is a hint and no proof: the pages say which it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from reviewer.domain.decay.seen import EditedFile

LINKED_WITHIN: Final = timedelta(days=30)
"""How old a change may be that a file or a symbol points to; one that is named may be of any age."""
_FEWEST_DIGITS: Final = 7

Signed = Literal["signed", "unsigned", "not-asked"]
"""Whether every boundary was signed when it was merged, or one was not, or none asked."""
Source = Literal["posted", "revert", "label", "hotfix"]
Certainty = Literal["named", "symbol", "file"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that an incident names: a file, a symbol in it, or a symbol alone; "" for what is not named."""

    path: str
    symbol: str = ""


class Merged(Struct, frozen=True):
    """A pull request that was merged into the default branch, as its last review saw it.

    Attributes:
        commits: of it: the merge commit, and every head that was reviewed.
        caused: whether a label says that it broke something; `mends` that it mends what another one broke.
    """

    number: int
    commits: frozenset[str]
    at: datetime
    agent: str | None
    backend: bool
    frontend: bool
    signed: Signed
    edited: tuple[EditedFile, ...]
    caused: bool = False
    mends: bool = False


class Incident(Struct, frozen=True):
    """Something went wrong.

    Attributes:
        key: the name that it was reported under; of what nobody reported one of ours.
        commit: the commit that is to blame, by at least seven digits; "" where none is named. `number` likewise.
        by: the pull request that brought it to light; 0 for none. It is never to blame itself.
    """

    key: str
    source: Source
    title: str
    at: datetime
    url: str = ""
    commit: str = ""
    number: int = 0
    spots: tuple[Spot, ...] = ()
    by: int = 0


class Link(Struct, frozen=True):
    """An incident, by its key and source, and a merged change that it is linked to."""

    key: str
    source: Source
    number: int
    certainty: Certainty


class Aftermath(Struct, frozen=True):
    """What happened after merges.

    Attributes:
        merges: the changes that an incident may be linked to, newest first; of them `counted` lie within the time that
            was asked for.
        incidents: newest first.
    """

    merges: Sequence[Merged] = ()
    counted: Sequence[Merged] = ()
    incidents: Sequence[Incident] = ()
    links: Sequence[Link] = ()


def from_labels(merges: Iterable[Merged]) -> Iterator[Incident]:
    """The incidents that labels of merged pull requests tell of."""
    for merged in merges:
        if merged.caused:
            yield Incident(f"label-{merged.number}", "label", "labelled as the cause", merged.at, number=merged.number)
        if merged.mends:
            spots = [Spot(file.path, symbol) for file in merged.edited for symbol in file.symbols or ("",)]
            title = f"mended by #{merged.number}"
            yield Incident(f"hotfix-{merged.number}", "hotfix", title, merged.at, spots=tuple(spots), by=merged.number)


def links(incidents: Iterable[Incident], merges: Sequence[Merged]) -> tuple[Link, ...]:
    """Each incident with the changes that it is linked to, the surest kind alone."""
    newest_first = sorted(merges, key=lambda it: (it.at, it.number), reverse=True)
    return tuple(link for incident in incidents for link in _links(incident, newest_first))


def told_once(incidents: Sequence[Incident], found: Sequence[Link]) -> tuple[Incident, ...]:
    """Without the reverts of a change that an earlier one in the list is linked to: push and pull request tell it."""
    numbers = {(link.key, link.source): link.number for link in found if link.source == "revert"}
    taken: set[int] = set()
    kept: list[Incident] = []
    for incident in incidents:
        number = numbers.get((incident.key, incident.source))
        if number is None or number not in taken:
            kept.append(incident)
        if number is not None:
            taken.add(number)
    return tuple(kept)


def _links(incident: Incident, merges: Sequence[Merged]) -> list[Link]:
    if named := [it.number for it in merges if _is_named(it, incident)]:
        return _as_links(incident, named, "named")
    before = [it for it in merges if it.number != incident.by and incident.at - LINKED_WITHIN <= it.at <= incident.at]
    touched = {it.number: _touched(it) for it in before}
    for certainty, asks in (("symbol", _edits_symbol), ("file", _edits_file)):
        found = [next((it.number for it in before if asks(touched[it.number], spot)), None) for spot in incident.spots]
        if numbers := [number for number in found if number is not None]:
            return _as_links(incident, numbers, "symbol" if certainty == "symbol" else "file")
    return []


def _as_links(incident: Incident, numbers: Iterable[int], certainty: Certainty) -> list[Link]:
    return [Link(incident.key, incident.source, number, certainty) for number in dict.fromkeys(numbers)]


def _is_named(merged: Merged, incident: Incident) -> bool:
    if incident.number:
        return merged.number == incident.number
    start = incident.commit.lower()
    return len(start) >= _FEWEST_DIGITS and any(commit.startswith(start) for commit in merged.commits)


def _touched(merged: Merged) -> Mapping[str, frozenset[str]]:
    return {file.path: frozenset(file.symbols) for file in merged.edited}


def _edits_symbol(touched: Mapping[str, frozenset[str]], spot: Spot) -> bool:
    if not spot.symbol:
        return False
    inside = [touched.get(spot.path, frozenset())] if spot.path else list(touched.values())
    return any(_is_the_same(symbol, spot.symbol) for symbols in inside for symbol in symbols)


def _is_the_same(edited: str, named: str) -> bool:
    """`OrderView.pay` is meant by `pay`, by `OrderView.pay` and by `shop.views.OrderView.pay`."""
    return edited == named or edited.endswith(f".{named}") or named.endswith(f".{edited}")


def _edits_file(touched: Mapping[str, frozenset[str]], spot: Spot) -> bool:
    return bool(spot.path) and spot.path in touched
