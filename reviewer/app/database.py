"""Where the service's database comes from: the address in the settings, or an embedded server of its own."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import structlog
from msgspec import Struct

from reviewer.domain.errors import StoreDown
from reviewer.jobs.postgres import PostgresServer, looked_at, running
from reviewer.jobs.schema import prepare_queue
from reviewer.settings import Settings
from reviewer.store.engine import QUEUE_SCHEMA, Database

_PATIENCE_SECONDS: Final = 60.0
"""For a server that starts beside us, as in a composition of containers."""
_log = structlog.get_logger(__name__)


class ServiceDatabase(Struct, frozen=True):
    """The database, its tables up to date.

    Attributes:
        embedded: our own server; None for one that others run. With our own, nobody else has jobs in it.
    """

    database: Database
    embedded: PostgresServer | None


@contextmanager
def service_database(settings: Settings) -> Generator[ServiceDatabase]:
    """Return the database of these settings, ready for use; an embedded one runs while the block does.

    Raises:
        StoreDown: it cannot be reached, or did not start.
        UserProblem: the data directory is in use, or the server is too old.
    """
    if settings.database_url is not None:
        database = Database(settings.database_url.get_secret_value())
        _prepare(database)
        yield ServiceDatabase(database, None)
        return
    with running(settings.data_dir) as server:
        database = Database(server.url())
        _prepare(database)
        yield ServiceDatabase(database, server)


@contextmanager
def standing_database(settings: Settings) -> Generator[Database | None]:
    """The database as it is, also while a service uses it; None where there is none yet. Nothing is changed.

    Raises:
        StoreDown: an embedded one did not start.
    """
    if settings.database_url is not None:
        yield Database(settings.database_url.get_secret_value())
        return
    with looked_at(settings.data_dir) as server:
        yield None if server is None else Database(server.url())


def _prepare(database: Database) -> None:
    from reviewer.store.migrate import migrate  # noqa: PLC0415  (a tenth of a second that the worker beside us is spared)

    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            migrate(database)
            prepare_queue(database.url, QUEUE_SCHEMA)
        except StoreDown as problem:
            if time.monotonic() > deadline:
                raise
            _log.warning("waiting for the database", why=str(problem))
            time.sleep(1.0)
        else:
            return
