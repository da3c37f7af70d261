"""Which changed files are looked at, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable

import pathspec
from msgspec import Struct

from checks.kit import Skip, Status
from checks.kit.change import FileVersions
from checks.kit.files import MAX_BYTES, could_hide_boundary, is_binary, is_generated, is_lfs_pointer
from reviewer.domain.material import REGULAR_MODES, SUBMODULE_MODE, SYMLINK_MODE, Blob, ChangedFile


class Selection(Struct, frozen=True):
    """Every changed path, once: readable, or skipped with its reason."""

    readable: tuple[FileVersions, ...]
    skips: tuple[Skip, ...]


def select(files: Iterable[ChangedFile], exclude: Iterable[str] = ()) -> Selection:
    """Sorts the changed files into readable ones and skips; `exclude` are globs as in .gitignore."""
    excluded = pathspec.GitIgnoreSpec.from_lines(exclude)
    readable: list[FileVersions] = []
    skips: list[Skip] = []
    for file in files:
        if excluded.match_file(file.path):
            skips.append(Skip(file.path, "excluded by the configuration", hides_boundary=False))
        elif (skip := _why_not(file)) is not None:
            skips.append(skip)
        else:
            readable.append(_versions(file))
    return Selection(tuple(readable), tuple(skips))


def _versions(file: ChangedFile) -> FileVersions:
    base = file.base.data if file.base else None
    head = file.head.data if file.head else None
    return FileVersions(file.path, file.status, base, head, file.previous_path)


def _why_not(file: ChangedFile) -> Skip | None:
    hides = could_hide_boundary(file.path) or could_hide_boundary(file.previous_path or file.path)
    for blob, side in ((file.head, "head"), (file.base, "base")):
        if blob is None:
            continue
        if blob.mode == SUBMODULE_MODE:
            return Skip(file.path, "submodule: its commits live in another repository", hides_boundary=True)
        if blob.mode == SYMLINK_MODE:
            return Skip(file.path, "symbolic link: links are not followed", hides_boundary=hides)
        if blob.mode not in REGULAR_MODES:
            return Skip(file.path, f"not a regular file (mode {blob.mode})", hides_boundary=hides)
        reason = _unreadable(blob)
        if reason:
            return Skip(file.path, f"{reason} at {side}", hides_boundary=hides)
    return _generated(file, hides=hides)


def _unreadable(blob: Blob) -> str:
    if blob.size > MAX_BYTES:
        size = f"{blob.size / 1_000_000:.1f} MB" if blob.size >= 1_000_000 else f"{-(-blob.size // 1000)} kB"
        return f"larger than {MAX_BYTES // 1000} kB ({size})"
    if blob.data is None:
        return blob.missing or "its content is not at hand"
    if is_lfs_pointer(blob.data):
        return "Git LFS pointer: the content stands elsewhere"
    if is_binary(blob.data):
        return "binary"
    return ""


def _generated(file: ChangedFile, *, hides: bool) -> Skip | None:
    """A file that calls itself generated is passed over only on the word of the base.

    The head is written by the author of the pull request, who could hide a change behind the mark.
    """
    if file.head is None or file.head.data is None or not is_generated(file.head.data):
        return None
    known = file.base is not None and file.base.data is not None and is_generated(file.base.data)
    if known:
        return Skip(file.path, "generated code, marked so at base", hides_boundary=False)
    if file.status is Status.ADDED:
        return Skip(file.path, "says that it is generated, and is new", hides_boundary=hides)
    return None
