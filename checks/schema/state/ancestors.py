"""The migrations that ran before: which files hold them, and in which order they ran.

Files are asked for through the trees of the pull request, which grant a handful; so the newest of a
folder are read, and of a longer history only their end is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from checks.kit import ChangeSet, Source
from checks.schema.migration import Framework, Migration
from checks.schema.reading import read_migration

MOST_READ = 24
"""Files of one folder that are read for one side of a review."""

_NUMBERS = re.compile(r"\d+")
List = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Source | None]


def natural(path: str) -> tuple[tuple[int, str], ...]:
    """Sorting key: numbers in a name count as numbers ("V10" after "V9")."""
    name = PurePosixPath(path).name
    parts = re.split(r"(\d+)", name)
    return tuple((int(part), "") if _NUMBERS.fullmatch(part) else (-1, part) for part in parts if part)


def folder_of(path: str) -> str:
    """The folder that a file stands in."""
    return path.rpartition("/")[0]


def is_candidate(path: str, framework: Framework) -> bool:
    """Whether a file of a migrations folder may be a migration of that framework, by its name alone."""
    name = path.rpartition("/")[2]
    if framework is Framework.SQL:
        return name.endswith(".sql") and ".down." not in name and not name.startswith("U")
    return name.endswith(".py") and not name.startswith("__")


def neighbours(
    folder: str, framework: Framework, listed: Iterable[str], read: Read, changes: ChangeSet
) -> list[Migration]:
    """The newest migrations of a folder, oldest of them first."""
    names = sorted((path for path in listed if is_candidate(path, framework)), key=natural)
    found: list[Migration] = []
    for path in names[-MOST_READ:]:
        source = read(path)
        migration = (
            None
            if source is None
            else changes.remember(
                (source, "migration"), lambda source=source: read_migration(source, changes.settings.database)
            )
        )
        if migration is not None and migration.framework is framework:
            found.append(migration)
    return in_order(found)


def in_order(migrations: Iterable[Migration]) -> list[Migration]:
    """Migrations after all that they need; names order what nothing else does, a cycle ends at itself."""
    pending = sorted(migrations, key=lambda migration: natural(migration.path))
    by_identity = {migration.identity: migration for migration in pending}
    done: dict[str, None] = {}
    ordered: list[Migration] = []
    for start in pending:
        stack: list[tuple[Migration, bool]] = [(start, False)]
        while stack:
            here, finished = stack.pop()
            if finished:
                ordered.append(here)
            elif here.path not in done:
                done[here.path] = None
                stack.append((here, True))
                stack.extend((by_identity[need], False) for need in reversed(here.needs) if need in by_identity)
    return ordered


def base_neighbours(migration: Migration, changes: ChangeSet) -> list[Migration]:
    """The migrations of the same folder as they stand at base."""
    folder = folder_of(migration.path)
    key = ("base neighbours", folder, migration.framework)
    return changes.remember(
        key,
        lambda: neighbours(folder, migration.framework, changes.list_base(folder), changes.read_base, changes),
    )
