"""What both forms of the service do while they run: hear signals, watch the database, name wrong variables."""

from __future__ import annotations

import asyncio
import signal
from typing import Final

import structlog

from reviewer.domain.errors import StoreDown
from reviewer.jobs.postgres import PostgresServer
from reviewer.settings import unknown_variables

_WATCH_SECONDS: Final = 1.0
_log = structlog.get_logger(__name__)


def stop_on_signals() -> asyncio.Event:
    """Return an event that the first SIGTERM or SIGINT sets; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        stop.set()
        for order in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(order)

    for order in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(order, stop_once)
    return stop


def watch_database(embedded: PostgresServer | None, group: asyncio.TaskGroup) -> asyncio.Task[None]:
    """Start the embedded server again whenever it has ended."""

    async def watch(server: PostgresServer) -> None:
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await asyncio.to_thread(server.start)
            except StoreDown as problem:
                _log.error("the embedded database does not start", why=str(problem))

    return group.create_task(watch(embedded) if embedded is not None else asyncio.sleep(0), name="database watch")


def warn_of_unknown_variables() -> None:
    """Log each variable that looks like one of ours and is none."""
    for name, nearest in unknown_variables():
        _log.warning("this variable means nothing", variable=name, nearest=nearest)
