"""Who may write to GitHub for an installation: one at a time, over all workers of a database.

By advisory locks of a session of our own: a worker that dies, or loses the database, lets go of all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final, LiteralString

from psycopg import AsyncConnection

from reviewer.domain.errors import StoreDown
from reviewer.jobs.outages import outages_as_store_down

_LOOK_SECONDS: Final = 0.1
_CONNECT_SECONDS: Final = 3
_TRY: Final = "SELECT pg_try_advisory_lock(%s)"
_RELEASE: Final = "SELECT pg_advisory_unlock(%s)"
_OURS: Final = 0x484F << 48
"""Above all numbers of installations, so that nobody else's locks in the same database are meant."""


class Turns:
    """The turns that this process takes; all over one connection, made when first asked for."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet."""
        self._url = url
        self._connection: AsyncConnection | None = None
        self._connecting = asyncio.Lock()

    @asynccontextmanager
    async def of(self, installation: int) -> AsyncGenerator[None]:
        """Hold the turn of an installation while the block runs.

        Raises:
            StoreDown: the database does not answer.
        """
        await self._take(installation)
        try:
            yield
        finally:
            with suppress(StoreDown):  # with the connection the lock is gone
                await self._ask(_RELEASE, installation)

    async def aclose(self) -> None:
        """Let go of everything."""
        if self._connection is not None:
            await self._connection.close()

    async def _take(self, installation: int) -> None:
        while True:
            if await self._ask(_TRY, installation):
                return
            await asyncio.sleep(_LOOK_SECONDS)

    async def _ask(self, statement: LiteralString, installation: int) -> bool:
        with outages_as_store_down():
            connection = await self._connected()
            row = await (await connection.execute(statement, [_OURS | installation])).fetchone()
        return row is not None and bool(row[0])

    async def _connected(self) -> AsyncConnection:
        async with self._connecting:
            if self._connection is None or self._connection.closed:
                self._connection = await AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS
                )
            return self._connection
