"""Brings the database to the newest revision, one service at a time."""

from __future__ import annotations

from importlib.resources import as_file, files

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from reviewer.domain.errors import StoreDown, UserProblem
from reviewer.store.engine import QUEUE_SCHEMA, SCHEMA, Database

_LOCK = 0x686F6C64  # any number that is ours alone in this database
_OLDEST_SERVER = 140000
_LOCK_WAIT = "10s"
_log = structlog.get_logger(__name__)


def migrate(database: Database) -> None:
    """Apply what is missing, under an advisory lock: of several services that start, one works, the rest wait.

    Raises:
        StoreDown: the database cannot be reached.
        UserProblem: its version is too old.
    """
    engine = create_engine(
        database.sqlalchemy_url,
        connect_args={"options": database.options(statement_ms=0), "connect_timeout": 10},
    )
    try:
        with engine.connect() as connection:
            _refuse_old_server(connection)
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            _create_schemas(connection)
            _upgrade(connection)
    except OperationalError as error:
        raise StoreDown(f"The database cannot be reached: {error.orig}") from error
    finally:
        engine.dispose()


def _refuse_old_server(connection: Connection) -> None:
    version = connection.execute(text("SHOW server_version_num")).scalar_one()
    if int(version) < _OLDEST_SERVER:
        raise UserProblem(f"PostgreSQL 14 or newer is needed; the server says {version}.")


def _create_schemas(connection: Connection) -> None:
    for schema in (SCHEMA, QUEUE_SCHEMA):
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    connection.commit()


def _upgrade(connection: Connection) -> None:
    # A statement that cannot have its lock soon gives up, rather than make all others queue behind it.
    connection.execute(text(f"SET lock_timeout = '{_LOCK_WAIT}'"))
    connection.commit()
    with as_file(files("reviewer.store") / "migrations") as scripts:
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    connection.commit()
