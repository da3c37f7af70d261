"""Which database a repository runs on, told by the drivers that it requires."""

from __future__ import annotations

import re

from checks.kit import ChangeSet
from checks.schema.migration import Migration
from checks.schema.sql.flavour import Engine
from checks.schema.state.prisma import prisma_schema

_FILES = ("pyproject.toml", "requirements.txt", "setup.cfg", "setup.py", "Pipfile", "go.mod")
_FOLDERS = ("", "requirements", "backend")
_MOST_READ = 4
_DRIVERS: tuple[tuple[Engine, re.Pattern[str]], ...] = (
    (
        "postgresql",
        re.compile(r"\b(?:psycopg2?|psycopg2-binary|asyncpg|pg8000|django-pg\w*|pgvector|jackc/pgx|lib/pq)\b"),
    ),
    (
        "mysql",
        re.compile(
            r"\b(?:mysqlclient|pymysql|aiomysql|asyncmy|mysql-connector-python|go-sql-driver/mysql)\b", re.IGNORECASE
        ),
    ),
)


def engine_of(migration: Migration, changes: ChangeSet) -> Engine | None:
    """The engine that the repository tells, be it by Prisma's datasource or by the drivers that it requires."""
    return prisma_schema(migration, changes).engine or changes.ask(repository_engine)


def repository_engine(changes: ChangeSet) -> Engine | None:
    """The engine of the only database driver that the base requires; None when there is none or several."""
    found: set[Engine] = set()
    for path in _requirements(changes)[:_MOST_READ]:
        source = changes.read_base(path)
        if source is not None:
            found.update(engine for engine, driver in _DRIVERS if driver.search(source.text))
    return found.pop() if len(found) == 1 else None


def _requirements(changes: ChangeSet) -> list[str]:
    found: list[str] = []
    for folder in _FOLDERS:
        names = changes.list_base(folder)
        found += [path for path in names if path.rpartition("/")[2] in _FILES]
        if folder == "requirements":
            found += [path for path in names if path.endswith((".txt", ".in"))]
    return found
