"""One changed file as a pull request, and the areas that it touches."""

from __future__ import annotations

from textwrap import dedent

from checks.classification import FileArea
from checks.classification.areas_of import areas_of
from checks.kit.change import ChangeSet, FileVersions, Status


def classified(
    base: str | None, head: str | None, path: str = "shop/orders.py", was: str | None = None
) -> dict[str, FileArea]:
    """Area -> its entry, for a file with these two texts."""
    status = Status.ADDED if base is None else Status.REMOVED if head is None else Status.MODIFIED
    if was is not None:
        status = Status.RENAMED
    versions = FileVersions(path, status, _bytes(base), _bytes(head), was)
    return {entry.area.value: entry for change in ChangeSet([versions]) for entry in areas_of(change)}


def areas(base: str | None, head: str | None, path: str = "shop/orders.py") -> set[str]:
    """The areas alone."""
    return set(classified(base, head, path))


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else dedent(text).lstrip("\n").encode()
