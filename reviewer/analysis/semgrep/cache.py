"""Keeps what the engine saw in a blob: the base side of a review is nearly always known already."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from reviewer.analysis.semgrep.match import Scanned


@dataclass(frozen=True, slots=True)
class CacheKey:
    """All that a result depends on.

    Attributes:
        path: "" where no rule looks at paths.
        analyzer: the same bytes read as another language have other matches.
    """

    engine: str
    rules: str
    blob: str
    analyzer: str
    path: str


class ResultCache(Protocol):
    """Results by key; may forget any of them at any time."""

    def get(self, key: CacheKey) -> Scanned | None:
        """Return the result, None when it is not at hand."""
        ...

    def put(self, key: CacheKey, scanned: Scanned) -> None:
        """Keep a result."""
        ...


class RecentResults:
    """The results used last, up to `size`, in the memory of this process; safe among threads."""

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._results: OrderedDict[CacheKey, Scanned] = OrderedDict()
        self._lock = Lock()

    def get(self, key: CacheKey) -> Scanned | None:
        """Return the result and mark it as used."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
            return self._results.get(key)

    def put(self, key: CacheKey, scanned: Scanned) -> None:
        """Keep a result, forget the one that was not used for longest."""
        with self._lock:
            self._results[key] = scanned
            self._results.move_to_end(key)
            if len(self._results) > self._size:
                self._results.popitem(last=False)
