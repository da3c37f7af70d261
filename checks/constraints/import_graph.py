"""Which file imports which, over the whole repository: read as far as a question needs it.

Only the changed files have other edges at base than at head, so an edge is new when a changed file has it now and had
it not. A moved file keeps its edges: they are compared under the paths of the head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import PurePosixPath

from msgspec import Struct

from checks.constraints.imports import Import, imports_of
from checks.constraints.module_map import ModuleMap
from checks.kit import Change, ChangeSet, Source

_LONGEST_CHAIN = 12

Passes = Callable[[str], bool]
"""A question about the path of a file."""


class Edge(Struct, frozen=True):
    """The file `importer` imports the file `imported` by the statement in line `line`."""

    importer: str
    imported: str
    line: int


class ImportGraph:
    """The imports of the head, and which of them are new."""

    def __init__(self, changes: ChangeSet) -> None:
        """Reads nothing before it is asked."""
        self._changes = changes
        self._out: dict[str, tuple[Edge, ...]] = {}
        self._into: dict[str, tuple[str, ...]] = {}
        self.unread = 0
        """Files that might import a changed one, and that nobody could read: ways around by them are not known."""

    @cached_property
    def _modules(self) -> ModuleMap:
        return ModuleMap(self._changes.walk_head())

    @cached_property
    def _base_modules(self) -> ModuleMap:
        moved = {change.path for change in self._changes if change.head is not None}
        there = {change.base_path for change in self._changes if change.base is not None}
        return ModuleMap(self._changes.walk_head() - moved | there)

    @cached_property
    def _now(self) -> dict[str, str]:
        """Path at base -> path at head of what was moved."""
        return {change.base_path: change.path for change in self._changes if change.previous_path is not None}

    def new_edges(self, change: Change) -> Iterator[Edge]:
        """The edges that this file has at head and had not at base; one per imported file."""
        if change.head is None:
            return
        had = frozenset[str]() if change.base is None else frozenset(self._imported_at_base(change, change.base))
        told: set[str] = set()
        for edge in self.edges(change.path):
            if edge.imported not in had and edge.imported not in told:
                told.add(edge.imported)
                yield edge

    def _imported_at_base(self, change: Change, source: Source) -> Iterator[str]:
        for found in _running(source):
            for target in self._base_modules.targets(change.base_path, found):
                yield self._now.get(target, target)

    def edges(self, path: str) -> tuple[Edge, ...]:
        """The imports of a file at head, as far as they stay in the repository; none when it is not at hand."""
        if path not in self._out:
            source = self._changes.read_head(path)
            self._out[path] = () if source is None else self._edges(source)
        return self._out[path]

    def _edges(self, source: Source) -> tuple[Edge, ...]:
        return tuple(
            Edge(source.path, target, found.line)
            for found in _running(source)
            for target in self._modules.targets(source.path, found)
            if target != source.path
        )

    def chains_down(self, start: str, through: Passes, ends: Passes) -> Iterator[list[str]]:
        """Chains of imports from `start` to each file where they end, through files that they may pass."""
        return _chains(start, lambda path: [edge.imported for edge in self.edges(path)], through, ends)

    def chains_up(self, start: str, through: Passes, ends: Passes) -> Iterator[list[str]]:
        """Likewise over the files that import `start`, and those that import them; `start` comes first."""
        return _chains(start, self._importers, through, ends)

    def _importers(self, path: str) -> tuple[str, ...]:
        """Files at head that import a file: those of the change, and all others that spell its name."""
        if path not in self._into:
            self._into[path] = tuple(self._read_importers(path))
        return self._into[path]

    def _read_importers(self, path: str) -> Iterator[str]:
        name = _name(path)
        own = [change.path for change in self._changes if change.head is not None]
        around = [source.path for source in self._around(name)] if name else []
        for other in (*own, *around):
            if other != path and any(edge.imported == path for edge in self.edges(other)):
                yield other

    def _around(self, name: str) -> Iterator[Source]:
        spelled = name.encode("utf-8", "surrogateescape")
        for source in self._all:
            if spelled in source.data:
                self._out.setdefault(source.path, self._edges(source))
                yield source

    @cached_property
    def _all(self) -> tuple[Source, ...]:
        changed = {path for change in self._changes for path in (change.path, change.base_path)}
        paths = sorted(path for path in self._changes.walk_head() - changed if path.endswith(".py"))
        found = self._changes.read_around(paths)
        self.unread = len(paths) - len(found)
        return found


def _running(source: Source) -> Iterator[Import]:
    return (found for found in imports_of(source) if not found.for_types)


def _name(path: str) -> str:
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "__init__" else pure.stem


def _chains(
    start: str, following: Callable[[str], Iterable[str]], through: Passes, ends: Passes
) -> Iterator[list[str]]:
    """The shortest chain to each end, the nearest end first."""
    chains = [[start]]
    seen = {start}
    for _ in range(_LONGEST_CHAIN):
        longer: list[list[str]] = []
        for chain in chains:
            for path in following(chain[-1]):
                if path in seen:
                    continue
                seen.add(path)
                if ends(path):
                    yield [*chain, path]
                elif through(path):
                    longer.append([*chain, path])
        chains = longer
