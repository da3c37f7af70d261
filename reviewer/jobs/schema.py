"""The queue's own tables: procrastinate's schema, brought from whatever version it has to the installed one.

procrastinate ships its whole schema and a file for each change of it, but keeps no record of what a database
has. The record is kept here: a new database gets the whole schema and the names of all files; an older one
gets the files it lacks, in the order of their names, which begin with the version.
"""

from __future__ import annotations

from importlib.resources import files

import psycopg
import structlog
from procrastinate.schema import SchemaManager
from psycopg import sql

from reviewer.domain.errors import StoreDown
from reviewer.jobs.acceptance import FUNCTION

_LOCK = 0x71756575  # any number that is ours alone in this database
_RECORD = """
CREATE TABLE IF NOT EXISTS queue_change (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())
"""
# Both the queue itself, when it looks for a free lock, and the acceptance look waiting jobs up by their lock;
# without it each look reads all waiting jobs.
_BY_LOCK = """
CREATE INDEX IF NOT EXISTS procrastinate_jobs_waiting_by_lock ON procrastinate_jobs (lock) WHERE status = 'todo'
"""
_log = structlog.get_logger(__name__)


def prepare_queue(url: str, schema: str) -> None:
    """Create or update the queue's tables in `schema`; of several services that start, one works at a time.

    Raises:
        StoreDown: the database cannot be reached.
    """
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
            connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
            connection.execute(_RECORD)
            _update(connection, _shipped_changes())
            connection.execute(_BY_LOCK)
            connection.execute(FUNCTION)
    except psycopg.OperationalError as error:
        raise StoreDown(f"The database cannot be reached: {error}") from error


def _update(connection: psycopg.Connection, changes: dict[str, str]) -> None:
    done = {str(row[0]) for row in connection.execute("SELECT name FROM queue_change")}
    if not done:
        _apply(connection, SchemaManager.get_schema(), sorted(changes))
        return
    for name in sorted(changes.keys() - done):
        _log.info("updating the queue's tables", change=name)
        # One transaction for each: a file may use a value that the one before it added to an enum.
        _apply(connection, changes[name], [name])


def _apply(connection: psycopg.Connection, script: str, names: list[str]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(script.encode())
        cursor.executemany("INSERT INTO queue_change (name) VALUES (%s)", [(name,) for name in names])


def _shipped_changes() -> dict[str, str]:
    folder = files("procrastinate.sql") / "migrations"
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
