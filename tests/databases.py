"""Real PostgreSQL for tests: one embedded server a session, one database a test, copied from a template."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from procrastinate import App
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs.postgres import PostgresServer, running
from reviewer.jobs.queue import open_queue
from reviewer.jobs.schema import prepare_queue
from reviewer.store.engine import QUEUE_SCHEMA, Database, is_hung_up
from reviewer.store.migrate import migrate

_TEMPLATE = "template_holdfast"
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Generator[PostgresServer]:
    # Not under pytest's own folder: that one is closed to other accounts, and as root the server has its own.
    home = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    try:
        with running(home) as server:
            # Nothing here outlives the session, so nothing needs to reach the disk.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                _administer(server, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            _administer(server, sql.SQL("SELECT pg_reload_conf()").format())
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(postgres: PostgresServer) -> str:
    _administer(postgres, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
    prepared = Database(postgres.url(_TEMPLATE))
    migrate(prepared)
    prepare_queue(prepared.url, QUEUE_SCHEMA)
    return _TEMPLATE


@pytest.fixture
def empty_database(postgres: PostgresServer) -> Generator[Database]:
    """A database without a single table."""
    yield from new_database(postgres, "template1")


@pytest.fixture
def database(postgres: PostgresServer, template: str) -> Generator[Database]:
    """A database with all tables and no rows."""
    yield from new_database(postgres, template)


@pytest.fixture
async def engine(database: Database) -> AsyncGenerator[AsyncEngine]:
    made = database.engine()
    yield made
    await made.dispose()


@pytest.fixture
async def queue(database: Database) -> AsyncGenerator[App]:
    """The queue over the test's database, open, without tasks and without a worker."""
    async with open_queue(database.url, database.options(), is_hung_up) as opened:
        yield opened


def new_database(postgres: PostgresServer, template: str) -> Generator[Database]:
    name = f"test_{next(_numbers)}"
    own, source = sql.Identifier(name), sql.Identifier(template)
    _administer(postgres, sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(own, source))
    yield Database(postgres.url(name))
    _administer(postgres, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))


def _administer(postgres: PostgresServer, statement: sql.Composed) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
