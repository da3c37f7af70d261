"""The graph of the migrations of one folder at head, as far as its files are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.kit import Change, ChangeSet
from checks.schema.migration import Framework, Identity, Migration
from checks.schema.sql.layout import Layout, layout_of
from checks.schema.state.ancestors import MOST_READ, base_neighbours, folder_of, is_candidate, neighbours
from checks.schema.state.steps import Run, runs


class Folder(Struct, frozen=True):
    """The migrations of one folder.

    Attributes:
        added: those that the pull request adds.
        arrived: those that came to the base branch since the pull request began.
        old: the newest ones of base that were read and still stand at head.
        names: paths of all files at head that may be migrations, read or not.
        whole: whether every one of them was read.
        below: identity -> the migrations that run right after it.
        joined: what an added merge migration joins.
        replaced: what a squashed migration stands for.
        layouts: what the names of the folder's SQL files at head tell, those that go up only.
    """

    added: tuple[Migration, ...]
    arrived: tuple[Migration, ...]
    old: tuple[Migration, ...]
    names: tuple[str, ...]
    whole: bool
    below: Mapping[Identity, tuple[Migration, ...]]
    joined: frozenset[Identity]
    replaced: frozenset[Identity]
    layouts: Mapping[str, Layout]


def folder_around(run: Run, changes: ChangeSet) -> Folder:
    """The folder that a migration stands in."""
    migration = run.migration
    key = ("folder", folder_of(migration.path), migration.framework)
    return changes.remember(key, lambda: _folder(migration, changes))


def _folder(migration: Migration, changes: ChangeSet) -> Folder:
    folder = folder_of(migration.path)
    listed = changes.list_head(folder)
    names = tuple(path for path in listed if is_candidate(path, migration.framework))
    mine = [run.migration for run in changes.ask(runs).values() if folder_of(run.migration.path) == folder]
    at_base = {item.path for item in base_neighbours(migration, changes)}
    added = tuple(item for item in mine if item.path not in at_base and item.framework is migration.framework)
    old = tuple(item for item in base_neighbours(migration, changes) if item.path in names)
    arrived = tuple(_arrived(migration, changes, listed))
    below: dict[Identity, list[Migration]] = {}
    for item in (*old, *arrived, *added):
        for parent in parents(item):
            below.setdefault(parent, []).append(item)
    is_sql = migration.framework is Framework.SQL
    return Folder(
        added=added,
        arrived=arrived,
        old=old,
        names=names,
        whole=len(names) <= MOST_READ,
        below={parent: tuple(found) for parent, found in below.items()},
        joined=frozenset(need for item in added if len(needs := parents(item)) > 1 for need in needs),
        replaced=frozenset(name for item in (*added, *arrived, *old) for name in item.replaces),
        layouts=dict(_layouts((*names, *(item.path for item in arrived)))) if is_sql else {},
    )


def _arrived(migration: Migration, changes: ChangeSet, at_head: tuple[str, ...]) -> Iterator[Migration]:
    """Migrations of the folder that only the base branch of today has."""
    folder = folder_of(migration.path)
    new = {*changes.list_tip(folder)} - {*changes.list_base(folder), *at_head}
    yield from neighbours(folder, migration.framework, new, changes.read_tip, changes)


def parents(migration: Migration) -> frozenset[Identity]:
    """What runs right before it in its own app or versions folder."""
    return frozenset(need for need in migration.needs if need.group == migration.identity.group)


def rivals(folder: Folder, migration: Migration) -> list[Migration]:
    """Other migrations with the same parent that nothing joins with this one: a second head."""
    beside = {item.path: item for parent in parents(migration) for item in folder.below.get(parent, ())}
    found = [item for item in beside.values() if item.path != migration.path and not item.replaces]
    if not found:
        return []
    if folder.joined and (_descendants(folder, migration) | {migration.identity}) & folder.joined:
        return []
    return [item for item in found if item.identity not in folder.replaced]


def is_in_circle(folder: Folder, migration: Migration) -> bool:
    """Whether a migration needs itself, through others of its folder."""
    return migration.identity in _descendants(folder, migration)


def _descendants(folder: Folder, migration: Migration) -> set[Identity]:
    found: set[Identity] = set()
    pending = [migration.identity]
    while pending:
        for child in folder.below.get(pending.pop(), ()):
            if child.identity not in found:
                found.add(child.identity)
                pending.append(child.identity)
    return found


def run_added(change: Change) -> Run | None:
    """The run of a migration that this pull request adds; None for an edited one and for any other file."""
    run = change.within.ask(runs).get(change.path)
    return run if run is not None and change.base is None else None


def _layouts(names: tuple[str, ...]) -> Iterator[tuple[str, Layout]]:
    for path in names:
        layout = layout_of(path, "")
        if layout is not None and layout.up is not None and not layout.repeatable:
            yield path, layout


def is_same_tool(one: Migration, other: Migration) -> bool:
    """Whether both belong to the same history."""
    return one.framework is other.framework and (one.framework is not Framework.SQL or one.tool == other.tool)
