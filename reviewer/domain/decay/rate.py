"""So many of so many, and between which shares the truth most likely lies: never a bare percentage."""

from __future__ import annotations

from math import sqrt
from typing import Final

from msgspec import Struct

Z: Final = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


class Rate(Struct, frozen=True):
    """`count` of `of`, with Wilson's score interval of 95 % (E. B. Wilson, JASA 22, 1927).

    Attributes:
        low: share from 0 to 1; 0 where `of` is 0, where nothing is known.
        high: likewise; 1 where `of` is 0.
    """

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of} is no rate")

    @property
    def share(self) -> float:
        """The share itself; 0 where `of` is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The interval's lower end: exactly 0 where nothing was counted."""
        return 0.0 if self.count == 0 else max(0.0, self._middle() - self._half())

    @property
    def high(self) -> float:
        """The interval's upper end: exactly 1 where all were counted."""
        return 1.0 if self.count == self.of else min(1.0, self._middle() + self._half())

    def _middle(self) -> float:
        return (self.share + Z * Z / (2 * self.of)) / (1 + Z * Z / self.of)

    def _half(self) -> float:
        spread = self.share * (1 - self.share) / self.of + Z * Z / (4 * self.of * self.of)
        return Z * sqrt(spread) / (1 + Z * Z / self.of)
