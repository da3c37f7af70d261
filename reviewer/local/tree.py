"""Unchanged files of one side, read when a check asks for them: a handful, counted and bounded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from checks.kit import Source
from checks.kit.files import MAX_BYTES
from reviewer.domain.material import REGULAR_MODES
from reviewer.local.listing import Listing
from reviewer.local.objects import Objects

MOST_AT_ONCE: Final = 5_000
"""Files that one question may read: all Python of nearly any repository, and never more memory than a few of its."""


class Allowance:
    """How many unchanged files a review may still ask for, both sides together."""

    def __init__(self, files: int) -> None:
        """`files` is the bound; nothing was asked for yet."""
        self._left = files

    def take(self) -> bool:
        """Counts one file more; tells whether it is granted."""
        self._left -= 1
        return self._left >= 0


class LocalTree:
    """A `checks.kit.Tree` over one side of a local repository."""

    def __init__(self, listing: Listing, objects: Objects, allowance: Allowance) -> None:
        """Shares `allowance` with the tree of the other side."""
        self._listing, self._objects, self._allowance = listing, objects, allowance

    def read(self, path: str) -> Source | None:
        """The file; None when there is no regular file of readable size, or the allowance is used up."""
        if not self._allowance.take():
            return None
        entry = self._listing.find(path)
        if entry is None or entry.mode not in REGULAR_MODES:
            return None
        (info,) = self._objects.look_up((entry.oid,))
        if info is None or info.size > MAX_BYTES:
            return None
        return Source(path, self._objects.read_one(entry.oid))

    def list(self, folder: str) -> tuple[str, ...]:
        """Paths of the files that stand directly in `folder`, sorted."""
        prefix = f"{folder}/" if folder else ""
        return tuple(sorted(prefix + name for name in self._listing.files(folder)))

    def walk(self) -> tuple[str, ...]:
        """Paths of all regular files, sorted."""
        return tuple(sorted(self._listing.walk()))

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        """The regular files of readable size among `paths`, at most `MOST_AT_ONCE`; outside of the allowance."""
        found = [(path, entry) for path in islice(paths, MOST_AT_ONCE) if (entry := self._listing.find(path))]
        regular = [(path, entry.oid) for path, entry in found if entry.mode in REGULAR_MODES]
        infos = self._objects.look_up(oid for _, oid in regular)
        small = [one for one, info in zip(regular, infos, strict=True) if info is not None and info.size <= MAX_BYTES]
        blobs = self._objects.read(oid for _, oid in small)
        return tuple(Source(path, data) for (path, _), data in zip(small, blobs, strict=True) if data is not None)
