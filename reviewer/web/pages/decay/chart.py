"""Charts as numbers: what a template draws as SVG. Everything that a chart says stands in a table beside it, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.survival import Curve

WIDTH: Final = 640
HEIGHT: Final = 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 12, 36
MOST_LINES: Final = 6
"""Lines that can still be told apart, by colour and dashes."""
_MOST_LABELS: Final = 12


class Tick(Struct, frozen=True):
    """A mark of an axis: where it stands and what it says."""

    at: float
    words: str


class Line(Struct, frozen=True):
    """One line: its style's number from 1, its name, and the `d` of its path."""

    style: int
    name: str
    path: str


class Dot(Struct, frozen=True):
    """A value with its interval, as vertical places at one horizontal one."""

    x: float
    y: float
    low: float
    high: float
    words: str


class Chart(Struct, frozen=True):
    """Everything that one chart draws; places in units of its view box."""

    title: str
    about: str
    across: Sequence[Tick]
    up: Sequence[Tick]
    across_words: str
    lines: Sequence[Line] = ()
    dots: Sequence[Dot] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        """Where the plot begins; `right`, `top` and `bottom` likewise."""
        return _LEFT

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.width - _RIGHT

    @property
    def top(self) -> int:
        """Its upper edge."""
        return _TOP

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.height - _BOTTOM


def survival_chart(named: Sequence[tuple[str, Curve]]) -> Chart | None:
    """The curves as steps, from "all keep it" before the first push on; None without any."""
    drawn = named[:MOST_LINES]
    longest = max((curve.steps[-1].push for _, curve in drawn), default=0)
    if not longest:
        return None
    every = max(1, -(-longest // _MOST_LABELS))
    return Chart(
        title="Share of pull requests that still keep each rule, push by push",
        about="Each line falls where pull requests break its rule. The table below holds every value.",
        across=[Tick(_x(push, longest), str(push)) for push in range(0, longest + 1, every)],
        up=_shares(),
        across_words="pushes that could break the rule",
        lines=[Line(style, name, _path(curve, longest)) for style, (name, curve) in enumerate(drawn, 1)],
    )


def rates_chart(title: str, named: Sequence[tuple[str, Rate]]) -> Chart | None:
    """A dot for each rate, with its interval; None where there is nothing to compare."""
    known = [(name, rate) for name, rate in named if rate.of]
    if len(known) < 2:
        return None
    every = -(-len(known) // _MOST_LABELS)
    places = [_LEFT + (WIDTH - _LEFT - _RIGHT) * (number + 0.5) / len(known) for number in range(len(known))]
    return Chart(
        title=title,
        about="Dots are shares, lines their intervals of 95 %. The table below holds every value.",
        across=[Tick(x, name) for n, (x, (name, _)) in enumerate(zip(places, known, strict=True)) if n % every == 0],
        up=_shares(),
        across_words="month",
        dots=[
            Dot(round(x, 1), _y(rate.share), _y(rate.low), _y(rate.high), f"{name}: {rate.count} of {rate.of}")
            for x, (name, rate) in zip(places, known, strict=True)
        ],
    )


def _shares() -> list[Tick]:
    return [Tick(_y(percent / 100), f"{percent} %") for percent in (0, 25, 50, 75, 100)]


def _path(curve: Curve, longest: int) -> str:
    parts = [f"M{_x(0, longest)} {_y(1.0)}"]
    for step in curve.steps:
        parts += [f"H{_x(step.push, longest)}", f"V{_y(step.alive)}"]
    return " ".join(parts)


def _x(push: int, longest: int) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * push / longest, 1)


def _y(share: float) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share), 1)
