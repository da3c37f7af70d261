"""How long rules live: the rows of the survival table and of the months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.sums import month_of, rules_over_time
from reviewer.domain.decay.survival import Step, curves
from reviewer.web.pages.decay.chart import MOST_LINES, Chart, survival_chart
from reviewer.web.pages.decay.words import RateView, rate_view, rule_name

MOST_RULES: Final = 60
MOST_MONTHS: Final = 12


class StepView(Struct, frozen=True):
    """One step of a curve: the share that still keeps the rule in whole percents, with its interval."""

    push: int
    at_risk: int
    broken: int
    alive: str
    interval: str


class RuleView(Struct, frozen=True):
    """One rule.

    Attributes:
        line: number of its line's style in the chart; 0 where it is not drawn.
        months: pushes that keep it of those that could break it, "3 of 4", "" for none.
    """

    name: str
    duty: str
    line: int
    pull_requests: RateView
    pushes: RateView
    steps: Sequence[StepView]
    months: Sequence[str]


class RulesView(Struct, frozen=True):
    """All rules that could be broken, those first that were broken most often."""

    chart: Chart | None
    rules: Sequence[RuleView]
    more: int
    months: Sequence[str]


def rules_view(cycles: Sequence[RecordedCycle]) -> RulesView:
    """Everything about the survival of rules."""
    found = curves(cycles)
    months = sorted({month_of(it) for it in cycles})[-MOST_MONTHS:]
    over_time = rules_over_time(cycles, months)
    return RulesView(
        chart=survival_chart([(rule_name(it.key), it) for it in found]),
        rules=tuple(
            RuleView(
                name=rule_name(it.key),
                duty=it.key.duty,
                line=number if number <= MOST_LINES else 0,
                pull_requests=rate_view(Rate(it.broken.of - it.broken.count, it.broken.of)),
                pushes=rate_view(it.pushes),
                steps=tuple(map(_step, it.steps)),
                months=tuple(f"{rate.count} of {rate.of}" if rate.of else "" for rate in over_time[it.key]),
            )
            for number, it in enumerate(found[:MOST_RULES], 1)
        ),
        more=max(0, len(found) - MOST_RULES),
        months=months,
    )


def _step(step: Step) -> StepView:
    return StepView(
        step.push,
        step.at_risk,
        step.broken,
        f"{step.alive * 100:.0f} %",
        f"{step.low * 100:.0f} to {step.high * 100:.0f} %",
    )
