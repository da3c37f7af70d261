"""One changed file, and all changed files of one pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from msgspec import Struct

from checks.kit.files import could_hide_boundary, language
from checks.kit.line_diff import Hunk, hunks
from checks.kit.settings import Settings
from checks.kit.skip import Skip
from checks.kit.source import Source, Undecodable, Unparsable
from checks.kit.tree import EMPTY_TREE, Tree

Answer = TypeVar("Answer")


class Status(StrEnum):
    """What git says happened to the file."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, eq=False)
class Change:
    """Both versions of one file; `base` is None for an added, `head` for a removed one."""

    path: str
    previous_path: str | None
    status: Status
    base: Source | None
    head: Source | None
    within: ChangeSet = field(repr=False)
    _answers: dict[object, object] = field(default_factory=dict[object, object], repr=False)

    @property
    def base_path(self) -> str:
        """The file's path at base."""
        return self.previous_path or self.path

    @cached_property
    def hunks(self) -> tuple[Hunk, ...]:
        """The differing runs of lines; raises Undecodable as the sources do."""
        base = self.base.lines if self.base else ()
        head = self.head.lines if self.head else ()
        return hunks(base, head)

    @cached_property
    def removed_lines(self) -> frozenset[int]:
        """Base lines that are not at head."""
        return frozenset(n for hunk in self.hunks for n in range(hunk.base_start, hunk.base_end))

    @cached_property
    def added_lines(self) -> frozenset[int]:
        """Head lines that were not at base."""
        return frozenset(n for hunk in self.hunks for n in range(hunk.head_start, hunk.head_end))

    def head_line(self, base_line: int) -> int | None:
        """Where an unchanged base line stands at head; None when it was removed."""
        shift = 0
        for hunk in self.hunks:
            if base_line < hunk.base_start:
                break
            if base_line < hunk.base_end:
                return None
            shift = hunk.head_end - hunk.base_end
        return base_line + shift

    def ask(self, question: Callable[[Change], Answer]) -> Answer:
        """The answer of a pure function of this change, computed once per review."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return cast("Answer", self._answers[question])


class FileVersions(Struct, frozen=True):
    """The bytes of one changed file, as an adapter hands them over."""

    path: str
    status: Status
    base: bytes | None
    head: bytes | None
    previous_path: str | None = None


class ChangeSet:
    """The readable changes of one pull request, with lazy trees for everything around them."""

    def __init__(
        self,
        files: Iterable[FileVersions],
        *,
        base: Tree = EMPTY_TREE,
        head: Tree = EMPTY_TREE,
        tip: Tree = EMPTY_TREE,
        settings: Settings | None = None,
    ) -> None:
        """Wraps every file; what does not decode or parse on either side becomes a Skip.

        `tip` is the base branch as it stands now, where that is known: it may have moved on since `base`.
        """
        self.settings = settings or Settings()
        self._base, self._head, self._tip = base, head, tip
        self._memory: dict[object, object] = {}
        given = [self._change(file) for file in sorted(files, key=lambda file: file.path)]
        skips = {change: skip for change in given if (skip := _unreadable(change)) is not None}
        self.changes = tuple(change for change in given if change not in skips)
        self._skips = list(skips.values())
        self._by_base = {change.base_path: change for change in given if change.base}
        self._by_head = {change.path: change for change in given}
        self._base_folders, self._head_folders = _by_folder(self._by_base), _by_folder(self._by_head)

    def _change(self, file: FileVersions) -> Change:
        previous = file.previous_path or file.path
        base = None if file.base is None else Source(previous, file.base)
        head = None if file.head is None else Source(file.path, file.head)
        return Change(file.path, file.previous_path, file.status, base, head, self)

    @property
    def skips(self) -> tuple[Skip, ...]:
        """What could not be read, and what was set aside since."""
        return tuple(self._skips)

    def set_aside(self, change: Change, reason: str) -> None:
        """Notes that a part of a readable file could not be looked at; each reason once."""
        skip = Skip(change.path, reason, could_hide_boundary(change.path))
        if skip not in self._skips:
            self._skips.append(skip)

    def __iter__(self) -> Iterator[Change]:
        """The readable changes, ordered by path."""
        return iter(self.changes)

    def read_base(self, path: str) -> Source | None:
        """The file at base, whether changed or not; None if it is not there or not at hand."""
        change = self._by_base.get(path)
        if change is not None:
            return _readable(change.base)
        if path in self._by_head and self._by_head[path].status is Status.ADDED:
            return None
        return self.remember((path, "base"), lambda: _readable(self._base.read(path)))

    def read_head(self, path: str) -> Source | None:
        """The file at head, whether changed or not; None if it is not there or not at hand."""
        change = self._by_head.get(path)
        if change is not None:
            return _readable(change.head)
        if path in self._by_base and self._by_base[path].status is Status.RENAMED:
            return None
        return self.remember((path, "head"), lambda: _readable(self._head.read(path)))

    def list_base(self, folder: str) -> tuple[str, ...]:
        """Paths of the files directly in `folder` at base, sorted, as far as they are at hand."""
        changed = self._base_folders.get(folder, set())
        there = {path for path in changed if self._by_base[path].base is not None}
        listed = self.remember((folder, "base list"), lambda: self._base.list(folder))
        return tuple(sorted({*listed} - changed | there))

    def list_head(self, folder: str) -> tuple[str, ...]:
        """Paths of the files directly in `folder` at head, sorted, as far as they are at hand."""
        changed = self._head_folders.get(folder, set()) | self._base_folders.get(folder, set())
        there = {path for path in changed if path in self._by_head and self._by_head[path].head is not None}
        listed = self.remember((folder, "head list"), lambda: self._head.list(folder))
        return tuple(sorted({*listed} - changed | there))

    def read_tip(self, path: str) -> Source | None:
        """The file on the base branch as it stands now; None if it is not there or not at hand."""
        return self.remember((path, "tip"), lambda: _readable(self._tip.read(path)))

    def list_tip(self, folder: str) -> tuple[str, ...]:
        """Paths of the files directly in `folder` on the base branch as it stands now, as far as they are at hand."""
        return self.remember((folder, "tip list"), lambda: self._tip.list(folder))

    def walk_head(self) -> frozenset[str]:
        """Paths of all files at head, as far as the list is at hand; always those of the change."""
        listed = self.remember("head walk", self._head.walk)
        gone = {path for path, change in self._by_base.items() if path not in self._by_head or change.head is None}
        return frozenset(listed) - gone | {path for path, change in self._by_head.items() if change.head is not None}

    def read_around(self, paths: Iterable[str]) -> tuple[Source, ...]:
        """The files among `paths` that this change leaves alone, as many as the tree gives at once.

        Nobody has tried to decode or parse them.
        """
        outside = [path for path in paths if path not in self._by_head and path not in self._by_base]
        return self._head.read_many(outside)

    def ask(self, question: Callable[[ChangeSet], Answer]) -> Answer:
        """The answer of a pure function of the whole pull request, computed once per review."""
        return self.remember(question, lambda: question(self))

    def remember(self, key: object, answer: Callable[[], Answer]) -> Answer:
        """What `answer` gave the first time this key was asked for."""
        if key not in self._memory:
            self._memory[key] = answer()
        return cast("Answer", self._memory[key])


def _readable(source: Source | None) -> Source | None:
    return None if source is None or _problem(source) else source


def _unreadable(change: Change) -> Skip | None:
    for source, side in ((change.head, "head"), (change.base, "base")):
        reason = _problem(source) if source is not None else ""
        if reason:
            return Skip(change.path, f"{reason} (at {side})", could_hide_boundary(change.path))
    return None


def _problem(source: Source) -> str:
    """Why nobody can read this file; "" when it reads."""
    try:
        if language(source.path) == "python":
            source.tree  # noqa: B018  (parses once, and remembers it)
        else:
            source.text  # noqa: B018  (decodes once, and remembers it)
    except Undecodable as error:
        return f"it is not text: {error}"
    except Unparsable as error:
        return f"it does not parse: {error}"
    return ""


def _by_folder(paths: Iterable[str]) -> dict[str, set[str]]:
    """Paths by the folder that they stand in."""
    found: dict[str, set[str]] = {}
    for path in paths:
        found.setdefault(path.rpartition("/")[0], set()).add(path)
    return found
