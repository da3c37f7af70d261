"""The schema that Prisma's migrations so far have made: `schema.prisma` at base says it in one place."""

from __future__ import annotations

from pathlib import PurePosixPath

from checks.kit import ChangeSet
from checks.schema.migration import Migration
from checks.schema.prisma.tables import PrismaSchema, read_schema

PRISMA = "Prisma"
_FILE = "schema.prisma"
_MOST_FILES = 24
_NOTHING = PrismaSchema(None, ())


def prisma_schema(migration: Migration, changes: ChangeSet) -> PrismaSchema:
    """The schema at base beside a migration of Prisma; empty for any other migration."""
    if migration.tool != PRISMA:
        return _NOTHING
    home = str(PurePosixPath(migration.path).parents[2])
    return changes.remember(("prisma", home), lambda: _read("" if home == "." else home, changes))


def _read(home: str, changes: ChangeSet) -> PrismaSchema:
    """One file beside the folder of migrations, or several there or in `schema/`."""
    listed = changes.list_base(home)
    single = _joined(home, _FILE)
    paths = [single] if single in listed else [path for path in listed if path.endswith(".prisma")]
    paths = paths if paths == [single] else [*paths, *_split(_joined(home, "schema"), changes)]
    sources = [source for path in paths[:_MOST_FILES] if (source := changes.read_base(path)) is not None]
    return read_schema(single, "\n".join(source.text for source in sources)) if sources else _NOTHING


def _split(folder: str, changes: ChangeSet) -> list[str]:
    return [path for path in changes.list_base(folder) if path.endswith(".prisma")]


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
