"""What the pushes of a pull request lost and brought back, as its page wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.timeline import Life, State, timeline
from reviewer.domain.links import docs_url
from reviewer.web.pages.addresses import Link, docs_link
from reviewer.web.pages.decay.words import rule_name

MOST_LIVES: Final = 100
_STATES: Final[Mapping[State, str]] = {
    "broken": "still lost",
    "restored": "restored at push {}",
    "gone": "gone with its code at push {}",
    "renamed": "goes on under another name since push {}",
    "not-seen": "not looked at by the last push",
}
_STYLES: Final[Mapping[State, str]] = {
    "broken": "void",
    "restored": "kept",
    "gone": "note",
    "renamed": "note",
    "not-seen": "warn",
}


class LifeView(Struct, frozen=True):
    """One breach: what it is, where, which push brought it, and how it stands."""

    rule: str
    title: str
    check: Link
    where: str
    lost_at: int
    state: str
    style: str


class CountsView(Struct, frozen=True):
    """One push in numbers."""

    push: int
    kept: int
    lost: int
    still_lost: int
    restored: int


class DecayView(Struct, frozen=True):
    """All pushes; `counts` by head."""

    pushes: int
    lives: Sequence[LifeView]
    more: int
    counts: Mapping[str, CountsView]


def decay_view(cycles: Sequence[RecordedCycle]) -> DecayView:
    """What became of the rules over the pushes of one pull request."""
    lives = timeline(cycles)
    return DecayView(
        pushes=max((cycle.push for cycle in cycles), default=0),
        lives=tuple(map(_life, lives[:MOST_LIVES])),
        more=max(0, len(lives) - MOST_LIVES),
        counts={it.head_sha: CountsView(it.push, it.kept, it.lost, it.still_lost, it.restored) for it in cycles},
    )


def _life(life: Life) -> LifeView:
    breach = life.breach
    own = breach.rule.subject == "constraint"
    return LifeView(
        rule=rule_name(breach.rule),
        title=breach.title,
        check=Link(breach.check) if own else docs_link(breach.check, docs_url(breach.check)),
        where=f"{breach.path}: {breach.symbol}" if breach.symbol else breach.path,
        lost_at=life.lost_at,
        state=_STATES[life.state].format(life.ended_at),
        style=_STYLES[life.state],
    )
