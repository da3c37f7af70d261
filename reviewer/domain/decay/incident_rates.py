"""How many merged changes had an incident: by side, by author, by whether they were signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.incidents import Link, Merged
from reviewer.domain.decay.rate import Rate


class IncidentRate(Struct, frozen=True):
    """Merged changes of one kind: how many of them have an incident; `named` are those that one names itself."""

    group: str
    name: str
    linked: Rate
    named: int


_KINDS: Final[Sequence[tuple[str, str, Callable[[Merged], bool]]]] = (
    ("all", "all", lambda _: True),
    ("side", "backend", lambda it: it.backend and not it.frontend),
    ("side", "frontend", lambda it: it.frontend and not it.backend),
    ("side", "backend and frontend", lambda it: it.backend and it.frontend),
    ("author", "agent", lambda it: it.agent is not None),
    ("author", "human", lambda it: it.agent is None),
    ("sign-off", "signed", lambda it: it.signed == "signed"),
    ("sign-off", "unsigned", lambda it: it.signed == "unsigned"),
    ("sign-off", "not asked for", lambda it: it.signed == "not-asked"),
)


def incident_rates(merges: Sequence[Merged], links: Iterable[Link]) -> tuple[IncidentRate, ...]:
    """A row for each kind of change, in a fixed order; a kind without a change is nothing of nothing."""
    every = tuple(links)
    linked = {link.number for link in every}
    named = {link.number for link in every if link.certainty == "named"}
    rows: list[IncidentRate] = []
    for group, name, belongs in _KINDS:
        numbers = {it.number for it in merges if belongs(it)}
        rows.append(IncidentRate(group, name, Rate(len(numbers & linked), len(numbers)), len(numbers & named)))
    return tuple(rows)
