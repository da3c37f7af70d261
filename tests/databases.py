"""Real PostgreSQL for tests: one embedded server a session, and in it one database that each test finds without a row.

Copying a database and loading its catalogues anew takes ten times as long as deleting the rows of a test.
"""

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
from reviewer.store.engine import QUEUE_SCHEMA, SCHEMA, Database, is_hung_up
from reviewer.store.migrate import migrate

_TEMPLATE = "template_holdfast"
_numbers = count(1)
_SHARED = (
    'other tests use these tables: ask for a database of your own, parametrize("database", ["own"], indirect=True)'
)
_NO_CHANGES = f"""
CREATE FUNCTION public.refuse_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '{_SHARED}'; END $$;
CREATE FUNCTION public.refuse_change() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '{_SHARED}'; END $$;
CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON {SCHEMA}.alembic_version EXECUTE FUNCTION public.refuse_version();
CREATE EVENT TRIGGER refuse_change ON ddl_command_start EXECUTE FUNCTION public.refuse_change();
"""
_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN (%s, %s) AND tablename NOT IN (%s, %s)"
_NOT_ROWS_OF_TESTS = ("alembic_version", "queue_change")


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


@pytest.fixture(scope="session")
def shared_database(postgres: PostgresServer, template: str) -> Generator[Database]:
    """The database that tests use one after the other; its tables cannot be changed, only their rows."""
    for made in new_database(postgres, template):
        with psycopg.connect(made.url, autocommit=True) as connection:
            connection.execute(_NO_CHANGES)
        yield made


@pytest.fixture(scope="session")
def cleaner(shared_database: Database) -> Generator[Cleaner]:
    with psycopg.connect(shared_database.url, autocommit=True) as connection:
        yield Cleaner(connection)


@pytest.fixture
def database(request: pytest.FixtureRequest, postgres: PostgresServer, template: str) -> Generator[Database]:
    """A database with all tables and no rows; `own` as parameter for a test that changes the tables."""
    if getattr(request, "param", "") == "own":
        yield from new_database(postgres, template)
    else:
        shared: Database = request.getfixturevalue("shared_database")
        cleaner: Cleaner = request.getfixturevalue("cleaner")
        yield shared
        cleaner.clean()


@pytest.fixture(scope="session")
def shared_engine(shared_database: Database) -> AsyncEngine:
    """What it has compiled serves the next test; its connections end with each."""
    return shared_database.engine()


@pytest.fixture
async def engine(
    request: pytest.FixtureRequest, database: Database, shared_database: Database
) -> AsyncGenerator[AsyncEngine]:
    shared = database == shared_database
    made: AsyncEngine = request.getfixturevalue("shared_engine") if shared else database.engine()
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


class Cleaner:
    """Closes the connections that a test left open, and deletes its rows, also those that are only ever added."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        names = connection.execute(_TABLES, [SCHEMA, QUEUE_SCHEMA, *_NOT_ROWS_OF_TESTS]).fetchall()
        replica = sql.SQL("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
        delete = sql.SQL("DELETE FROM {}")
        self._deletion = sql.SQL("; ").join([replica, *(delete.format(sql.Identifier(*name)) for name in names)])

    def clean(self) -> None:
        self._connection.execute(_END_OTHERS)
        with self._connection.transaction():
            self._connection.execute(self._deletion)


def _administer(postgres: PostgresServer, statement: sql.Composed) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
