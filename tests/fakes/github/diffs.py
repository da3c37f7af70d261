"""What changed between two commits, as git says it and as GitHub lists it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fakes.github.answers import ApiError
from tests.fakes.github.by_ids import by_ids
from tests.fakes.github.git import GitFailed, GitStore

_STATUS = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "T": "changed"}
_HUNK = re.compile(r"^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One entry of a diff; the patch starts at its first hunk, and is None for a binary file."""

    path: str
    previous_path: str | None
    status: str
    oid: str
    additions: int
    deletions: int
    patch: str | None


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that a review comment may stand on; `hunk` counts from 0 within the file."""

    side: str
    number: int
    hunk: int


@by_ids
def merge_base(store: GitStore, base: str, head: str) -> str:
    """Raises the 404 of a comparison when the two have no history in common."""
    try:
        return store.text("merge-base", base, head).splitlines()[0]
    except GitFailed:
        raise ApiError(404, f"No common ancestor between {base} and {head}.") from None


@by_ids
def changed_files(store: GitStore, old: str, new: str) -> tuple[ChangedFile, ...]:
    """Every file that differs, ordered as git orders them, with renames found."""
    options = ("-M50%", "--no-abbrev", "--no-ext-diff", "--no-textconv", old, new)
    raw = _fields(store.run("diff", "--raw", "-z", *options))
    patches = _patches(store.run("diff", "-p", "-U3", "--no-color", *options))
    found: list[ChangedFile] = []
    while raw:
        _, _, old_oid, new_oid, status = raw.pop(0)[1:].split(" ")
        previous = raw.pop(0) if status[0] in "RC" else None
        path = raw.pop(0)
        if status == "T":  # git shows a change of type as a removal and an addition
            patches.pop(0)
        found.append(_changed(path, previous, status[0], (old_oid, new_oid), patches.pop(0)))
    return tuple(found)


def _changed(path: str, previous: str | None, status: str, oids: tuple[str, str], patch: str | None) -> ChangedFile:
    lines = [] if patch is None else patch.split("\n")
    return ChangedFile(
        path=path,
        previous_path=previous,
        status=_STATUS[status],
        oid=oids[0] if status == "D" else oids[1],
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch=patch,
    )


def _fields(raw: bytes) -> list[str]:
    return [field.decode("utf-8", "replace") for field in raw.split(b"\0") if field]


def _patches(diff: bytes) -> list[str | None]:
    """The hunks of each file, in the order of the diff; None where git shows none."""
    files = re.split(rb"^diff --git ", diff, flags=re.MULTILINE)[1:]
    return [_hunks(file.decode("utf-8", "replace")) for file in files]


def _hunks(file: str) -> str | None:
    first = _HUNK.search(file)
    return None if first is None else file[first.start() :].removesuffix("\n")


def commentable(patch: str) -> frozenset[DiffLine]:
    """The lines inside the patch's hunks: RIGHT = added and context, LEFT = removed and context."""
    found: set[DiffLine] = set()
    hunk, left, right = -1, 0, 0
    for line in patch.split("\n"):
        if header := _HUNK.match(line):
            hunk, left, right = hunk + 1, int(header[1]), int(header[2])
            continue
        if line.startswith("\\"):
            continue
        if not line.startswith("+"):
            found.add(DiffLine("LEFT", left, hunk))
            left += 1
        if not line.startswith("-"):
            found.add(DiffLine("RIGHT", right, hunk))
            right += 1
    return frozenset(found)
