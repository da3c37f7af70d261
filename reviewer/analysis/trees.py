"""A tree made of the bytes that were read ahead; notes what else was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checks.kit import Source
from reviewer.domain.analysis import ALL_FILES, WantedFile, WantedSide, listing_of

MAX_WANTED = 60
"""Files outside the change that one review may ask for, all trees together: a handful, not the repository."""


class SnapshotTree:
    """Answers from `known`; a path that is not in it is noted in `wanted`, up to the bound."""

    def __init__(self, side: WantedSide, known: Mapping[WantedFile, bytes | None], wanted: list[WantedFile]) -> None:
        """Shares `wanted` with the other trees."""
        self._side: WantedSide = side
        self._known = known
        self._wanted = wanted

    def read(self, path: str) -> Source | None:
        """The file if it is at hand; else None, and it is asked for."""
        data = self._at_hand(path)
        return None if data is None else Source(path, data)

    def list(self, folder: str) -> tuple[str, ...]:
        """Paths of the files of a folder if its listing is at hand; else nothing, and it is asked for."""
        listing = self._at_hand(listing_of(folder))
        names = () if listing is None else listing.decode("utf-8", "surrogateescape").split("\0")
        return tuple(sorted(f"{folder}/{name}" if folder else name for name in names if name))

    def walk(self) -> tuple[str, ...]:
        """Paths of all files if the list is at hand; else nothing, and it is asked for."""
        listing = self._at_hand(ALL_FILES)
        names = () if listing is None else listing.decode("utf-8", "surrogateescape").split("\0")
        return tuple(sorted(name for name in names if name))

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        """Those that were read ahead for whatever reason."""
        known = [(path, self._known.get((self._side, path))) for path in paths]
        return tuple(Source(path, data) for path, data in known if data is not None)

    def _at_hand(self, path: str) -> bytes | None:
        key = (self._side, path)
        if key in self._known:
            return self._known[key]
        if len(self._wanted) < MAX_WANTED and key not in self._wanted:
            self._wanted.append(key)
        return None
