"""How long rules live in a pull request: Kaplan and Meier's estimate over its pushes.

A life begins with the first push that could break the rule, and every later push that could is one step more. It ends
with the first that does. Pull requests that end before are censored: they count as long as they lasted. What is broken
is not born again in that pull request, also when it is restored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, sqrt
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.rate import Rate, Z
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.seen import Duty, Rule, Subject

LONGEST: Final = 30
"""Steps that are told; beyond, hardly anything is at risk."""
_PullRequest = tuple[int, int]


class RuleKey(Struct, frozen=True, order=True):
    """A rule in all frameworks."""

    subject: Subject
    area: str
    name: str
    duty: Duty

    @classmethod
    def of(cls, rule: Rule) -> RuleKey:
        """The key of a rule."""
        return cls(rule.subject, rule.area, rule.name, rule.duty)


class Step(Struct, frozen=True):
    """One step: of `at_risk` pull requests that still kept the rule, `broken` broke it now.

    Attributes:
        alive: the estimated share that keeps it this far; `low` and `high` of its interval of 95 %
            (log-log of Greenwood's variance; Wilson's, where the estimate is 0 or 1).
    """

    push: int
    at_risk: int
    broken: int
    alive: float
    low: float
    high: float


class Curve(Struct, frozen=True):
    """The life of one rule over the pushes.

    Attributes:
        broken: pull requests that broke it, of those that could.
        pushes: in how many pushes it was kept, of those that could break it.
    """

    key: RuleKey
    steps: tuple[Step, ...]
    broken: Rate
    pushes: Rate


def curves(cycles: Iterable[RecordedCycle]) -> tuple[Curve, ...]:
    """A curve for each rule that could be broken at all: those that were broken most often come first."""
    lives: defaultdict[RuleKey, defaultdict[_PullRequest, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for cycle in sorted(cycles, key=lambda it: it.push):
        for key, held in held_by_key(cycle).items():
            lives[key][cycle.repository_id, cycle.number].append(held)
    made = [_curve(key, list(by_pull.values())) for key, by_pull in lives.items()]
    return tuple(sorted(made, key=lambda it: (-it.broken.count, -it.broken.of, it.key)))


def held_by_key(cycle: RecordedCycle) -> Mapping[RuleKey, bool]:
    """Rule -> whether the push keeps it, in whichever framework."""
    held: dict[RuleKey, bool] = {}
    for tally in cycle.tallies:
        key = RuleKey.of(tally.rule)
        held[key] = held.get(key, True) and tally.held
    return held


def _curve(key: RuleKey, lives: Sequence[Sequence[bool]]) -> Curve:
    spans = [life.index(False) + 1 if False in life else len(life) for life in lives]
    ended = [False in life for life in lives]
    pushes = [held for life in lives for held in life]
    return Curve(key, _steps(spans, ended), Rate(sum(ended), len(ended)), Rate(sum(pushes), len(pushes)))


def _steps(spans: Sequence[int], ended: Sequence[bool]) -> tuple[Step, ...]:
    """The estimate at each step that somebody reached."""
    steps: list[Step] = []
    alive, variance = 1.0, 0.0
    for push in range(1, min(max(spans), LONGEST) + 1):
        at_risk = sum(span >= push for span in spans)
        broken = sum(span == push and over for span, over in zip(spans, ended, strict=True))
        alive *= 1 - broken / at_risk
        if broken < at_risk:
            variance += broken / (at_risk * (at_risk - broken))
        low, high = _interval(alive, variance, at_risk)
        steps.append(Step(push, at_risk, broken, alive, low, high))
    return tuple(steps)


def _interval(alive: float, variance: float, at_risk: int) -> tuple[float, float]:
    """Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980: log(-log S)."""
    if alive in {0.0, 1.0}:
        plain = Rate(at_risk if alive else 0, at_risk)
        return plain.low, plain.high
    spread = exp(Z * sqrt(variance) / abs(log(alive)))
    return alive**spread, alive ** (1 / spread)
