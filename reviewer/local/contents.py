"""The bytes of changed files, both sides, within bounds that are said when they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.kit.files import MAX_BYTES, could_hide_boundary
from reviewer.domain.material import REGULAR_MODES, SUBMODULE_MODE, Blob, ChangedFile
from reviewer.local.diff import ListedChange, Version
from reviewer.local.objects import ObjectInfo, Objects

MAX_FILES = 10_000
"""More changed paths than this are not read: no reviewer and no memory holds them."""

MAX_TOTAL_BYTES = 256_000_000
"""Of all sides of all files together."""


def read_files(objects: Objects, changes: Iterable[ListedChange]) -> tuple[ChangedFile, ...]:
    """The changed files with their content; those where a boundary could hide come first to the bounds.

    Raises:
        RepositoryProblem: git broke off at a damaged object.
    """
    changes = tuple(changes)
    oids = dict.fromkeys(version.oid for change in _by_weight(changes) for version in _regular(change))
    infos = dict(zip(oids, objects.look_up(oids), strict=True))
    readable = list(_within_bounds(infos))
    data = dict(zip(readable, objects.read(readable), strict=True))
    return tuple(
        ChangedFile(
            change.path,
            change.previous_path,
            change.status,
            _blob(change.base, infos, data),
            _blob(change.head, infos, data),
        )
        for change in changes
    )


def most_telling(changes: tuple[ListedChange, ...]) -> tuple[ListedChange, ...]:
    """At most MAX_FILES of the changes, in their order; what cannot hide a boundary is dropped first."""
    if len(changes) <= MAX_FILES:
        return changes
    kept = {change.path for change in list(_by_weight(changes))[:MAX_FILES]}
    return tuple(change for change in changes if change.path in kept)


def _by_weight(changes: tuple[ListedChange, ...]) -> Iterator[ListedChange]:
    yield from (change for change in changes if could_hide_boundary(change.path))
    yield from (change for change in changes if not could_hide_boundary(change.path))


def _regular(change: ListedChange) -> Iterator[Version]:
    for version in (change.base, change.head):
        if version is not None and version.mode != SUBMODULE_MODE:
            yield version


def _within_bounds(infos: dict[str, ObjectInfo | None]) -> Iterator[str]:
    left = MAX_TOTAL_BYTES
    for oid, info in infos.items():
        if info is not None and info.size <= MAX_BYTES:
            left -= info.size
            if left < 0:
                return
            yield oid


def _blob(version: Version | None, infos: dict[str, ObjectInfo | None], data: dict[str, bytes | None]) -> Blob | None:
    if version is None:
        return None
    info = infos.get(version.oid)
    if version.mode == SUBMODULE_MODE:
        return Blob(version.mode, 0, None)
    if info is None:
        missing = f"its content ({version.oid[:10]}) is not in this clone: a partial clone, or a damaged one"
        return Blob(version.mode, 0, None, missing)
    if version.mode not in REGULAR_MODES or info.size > MAX_BYTES:
        return Blob(version.mode, info.size, None)
    if version.oid not in data:
        missing = f"the change is larger than {MAX_TOTAL_BYTES // 1_000_000} MB in all, this file was left out"
        return Blob(version.mode, info.size, None, missing)
    return Blob(version.mode, info.size, data[version.oid])
