"""How the pages call rules, rates and groups."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.seen import Rule
from reviewer.domain.decay.survival import RuleKey

DUTY_WORDS: Final = {"omission": "left out (omission)", "commission": "brought although forbidden (commission)"}


class RateView(Struct, frozen=True):
    """A rate in words: "3 of 12", "9 to 53 %"; and where its interval stands on a scale from 0 to 100.

    Attributes:
        interval: "" where nothing was counted.
    """

    count: str
    interval: str
    low: float
    high: float
    share: float


def rate_view(rate: Rate) -> RateView:
    """A rate as tables show it: the count first, and never a share without its interval."""
    interval = f"{rate.low * 100:.0f} to {rate.high * 100:.0f} %" if rate.of else ""
    return RateView(
        f"{rate.count} of {rate.of}",
        interval,
        round(rate.low * 100, 1),
        round(rate.high * 100, 1),
        round(rate.share * 100, 1),
    )


def rule_name(rule: Rule | RuleKey) -> str:
    """What people call a rule."""
    match rule.subject:
        case "guard":
            return f"guards of {rule.area}"
        case "prohibition":
            return f"what {rule.area} forbids"
        case "constraint":
            return f"{rule.name} ({rule.area})"
