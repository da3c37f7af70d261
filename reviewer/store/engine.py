"""How every room connects to PostgreSQL: which schemas, and how long it waits for what."""

from __future__ import annotations

import select
from typing import TypeAlias

from msgspec import Struct
from psycopg import AsyncConnection
from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

Engine: TypeAlias = AsyncEngine
"""A pool of connections, for those who only carry it from here to there."""

SCHEMA = "holdfast"
QUEUE_SCHEMA = "holdfast_queue"
_CONNECT_SECONDS = 3
_POOL_SECONDS = 3.0
_STATEMENT_MS = 6_000


class Database(Struct, frozen=True):
    """Where the database is.

    Attributes:
        url: libpq's form, `postgresql://…`; may hold a password, so it never goes into a log.
    """

    url: str

    @property
    def sqlalchemy_url(self) -> str:
        """Return the URL with the driver named; `postgres://` is the same thing in the words of some hosts."""
        return make_url(self.url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)

    def options(self, *, statement_ms: int = _STATEMENT_MS) -> str:
        """Return libpq's `options` for a connection: our schemas first, and a limit for each statement."""
        own = make_url(self.url).query.get("options", "")
        return f"{own} -csearch_path={SCHEMA},{QUEUE_SCHEMA} -cstatement_timeout={statement_ms}".strip()

    def engine(self, *, connections: int = 10) -> AsyncEngine:
        """Return an engine over a pool of at most `connections`.

        A dead server shows within seconds: connecting, waiting for the pool and each statement have their
        own limits, all shorter than the time in which GitHub wants its answer.
        """
        made = create_async_engine(
            self.sqlalchemy_url,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_POOL_SECONDS,
            connect_args={"options": self.options(), "connect_timeout": _CONNECT_SECONDS},
        )
        event.listen(made.sync_engine, "checkout", _replace_if_hung_up)
        return made


def is_hung_up(connection: AsyncConnection) -> bool:
    """Whether the server has closed an idle connection: then, and only then, there is something to read.

    A ping would say the same for a round trip before each use.
    """
    if connection.closed:
        return True
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return bool(poller.poll(0))


def _replace_if_hung_up(connection: AdaptedConnection, record: object, proxy: object) -> None:
    """Let the pool open a new connection in place of one that is dead."""
    del record, proxy
    if is_hung_up(connection.driver_connection):
        raise DisconnectionError
