"""Keeps what the engine saw in a blob: the base side of a review is nearly always known already."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from reviewer.analysis.recent import Recent
from reviewer.analysis.semgrep.match import Scanned


class CacheKey(Struct, frozen=True):
    """All that a result depends on; a path is no part of it, for the rules that were asked are chosen by it.

    Attributes:
        analyzer: the same bytes read as another language have other matches.
    """

    engine: str
    rules: str
    blob: str
    analyzer: str


class ResultCache(Protocol):
    """Results by key; may forget any of them at any time."""

    def get(self, key: CacheKey) -> Scanned | None:
        """Return the result, None when it is not at hand."""
        ...

    def put(self, key: CacheKey, value: Scanned) -> None:
        """Keep a result."""
        ...


class RecentResults(Recent[CacheKey, Scanned]):
    """The results used last, in the memory of this process."""
