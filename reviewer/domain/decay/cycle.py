"""A cycle: what one push made of the rules, as against the push before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from reviewer.domain.decay.seen import Breach, EditedFile, Rule, Seen

Became = Literal["lost", "still-lost", "restored", "gone", "not-seen"]
"""What became of a rule at one place: broken by this push; broken by an earlier one and still; broken earlier and
kept again; broken earlier and there no more, with all it protected; broken earlier and not looked at this time."""
Outcome = tuple[Became, Breach]


class Tally(Struct, frozen=True):
    """One rule in one cycle: in how many places it was kept, and what became of the others."""

    rule: Rule
    kept: int
    lost: int = 0
    still_lost: int = 0
    restored: int = 0

    @property
    def held(self) -> bool:
        """Whether the head keeps the rule everywhere."""
        return self.lost + self.still_lost == 0


class Cycle(Struct, frozen=True):
    """One push, reviewed.

    Attributes:
        push: its number in the pull request, from 1: a head that was seen before keeps its own.
        outcomes: of every breach that this head or the one before it has.
    """

    push: int
    agent: str | None
    backend: bool
    frontend: bool
    complete: bool
    tallies: tuple[Tally, ...]
    outcomes: tuple[Outcome, ...]
    edited: tuple[EditedFile, ...]


def cycle_of(seen: Seen, push: int, outstanding: Sequence[Breach]) -> Cycle:
    """The cycle of a review, where the push before it left `outstanding` breaches."""
    outcomes = (*_now(seen, outstanding), *_before(seen, outstanding))
    return Cycle(
        push=push,
        agent=seen.agent,
        backend=seen.backend,
        frontend=seen.frontend,
        complete=seen.complete,
        tallies=_tallies(seen, outcomes),
        outcomes=outcomes,
        edited=seen.edited,
    )


def outstanding_after(outcomes: Iterable[Outcome]) -> tuple[Breach, ...]:
    """What a cycle leaves to the next one."""
    return tuple(breach for became, breach in outcomes if became in {"lost", "still-lost", "not-seen"})


def _now(seen: Seen, outstanding: Sequence[Breach]) -> list[Outcome]:
    known = {breach.fingerprint for breach in outstanding}
    return [("still-lost" if it.fingerprint in known else "lost", it) for it in seen.breaches]


def _before(seen: Seen, outstanding: Sequence[Breach]) -> list[Outcome]:
    now = {breach.fingerprint for breach in seen.breaches}
    known = {breach.fingerprint for breach in outstanding}
    fresh = [breach for breach in seen.breaches if breach.fingerprint not in known]
    return [
        (_became(seen, it), it)
        for it in outstanding
        if it.fingerprint not in now and not any(_is_the_same(it, other) for other in fresh)
    ]


def _is_the_same(old: Breach, new: Breach) -> bool:
    """Whether an old breach only goes by another name: its function was renamed, or it is told by another check."""
    if (old.rule.subject, old.rule.area, old.rule.name) != (new.rule.subject, new.rule.area, new.rule.name):
        return False
    if old.path == new.path:
        return old.symbol == new.symbol or old.check == new.check
    return old.symbol == new.symbol and old.check == new.check


def _became(seen: Seen, breach: Breach) -> Became:
    if breach.path in seen.not_judged or (not seen.complete and breach.path not in seen.paths):
        return "not-seen"
    gone = {(breach.path, ""), (breach.path, breach.symbol)} & seen.gone
    return "gone" if gone else "restored"


def _tallies(seen: Seen, outcomes: Sequence[Outcome]) -> tuple[Tally, ...]:
    counted = Counter((became, breach.rule) for became, breach in outcomes)
    restored = {rule for became, rule in counted if became == "restored"}
    return tuple(
        Tally(
            rule,
            seen.kept.get(rule, 0),
            counted["lost", rule],
            counted["still-lost", rule],
            counted["restored", rule],
        )
        for rule in sorted({*seen.kept, *restored})
    )
