"""The worker of `holdfast serve`: a process of its own, so that no acknowledgement waits for a review.

It lives as long as the service: a pipe between the two tells it to stop, and its end, however the service ended,
ends the worker at once. Signals are for the service alone; a terminal and a service manager send them to both.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Final

import structlog
from msgspec import Struct

from reviewer.app.logs import configure_logs
from reviewer.app.tracing import tracing
from reviewer.domain.errors import HoldfastError
from reviewer.settings import Settings, app_identity
from reviewer.store.engine import Database

_SPAWN = multiprocessing.get_context("spawn")  # no connection, lock or thread of the service comes along
_NICENESS: Final = 10  # deliveries are acknowledged in milliseconds, reviews done in seconds: the former go first
_LOOK_SECONDS: Final = 0.25
_RESTART_SECONDS: Final = 1.0
_STOP_SECONDS: Final = 40.0  # beyond the worker's own time to drain
_log = structlog.get_logger(__name__)


class _Running(Struct, frozen=True):
    process: BaseProcess
    pipe: Connection


class WorkerProcess:
    """The one worker beside the service; begun again whenever it has ended unasked."""

    def __init__(self, settings: Settings, database: Database, silent_seconds: float) -> None:
        """Starts nothing yet; `silent_seconds` as in `work.Post`."""
        self._given = (settings, database, silent_seconds)
        self._running: _Running | None = None

    @property
    def runs(self) -> bool:
        """Whether it is there."""
        return self._running is not None and self._running.process.is_alive()

    async def keep(self, stop: asyncio.Event) -> None:
        """Keep it running until `stop` is set; then let it drain, and return once it has ended."""
        try:
            while not stop.is_set():
                self._running = self._start()
                while self.runs and not await _is_set(stop, _LOOK_SECONDS):
                    pass
                if not stop.is_set():
                    _log.error("the worker ended and begins again", exit=self._running.process.exitcode)
                    self._running.pipe.close()
                    await _is_set(stop, _RESTART_SECONDS)
            await self._drain()
        finally:
            self._end()

    def _start(self) -> _Running:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, *self._given), name="holdfast worker")
        process.start()
        theirs.close()
        _log.info("the worker begins", pid=process.pid)
        return _Running(process, ours)

    async def _drain(self) -> None:
        if self._running is not None and self.runs:
            with suppress(OSError):  # it has just ended
                self._running.pipe.send(None)
            await asyncio.to_thread(self._running.process.join, _STOP_SECONDS)

    def _end(self) -> None:
        if self._running is not None:
            self._running.process.kill()
            self._running.process.join()
            self._running.pipe.close()


async def _is_set(stop: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


def _work(pipe: Connection, settings: Settings, database: Database, silent_seconds: float) -> None:
    """What runs in the process."""
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, signal.SIG_IGN)
    os.nice(_NICENESS)
    configure_logs(settings)
    try:
        with tracing():
            asyncio.run(_work_while_told(pipe, settings, database, silent_seconds))
    except HoldfastError as problem:
        _log.error("the worker cannot work", why=str(problem))
        raise SystemExit(1) from None


async def _work_while_told(pipe: Connection, settings: Settings, database: Database, silent_seconds: float) -> None:
    stop = asyncio.Event()
    tell = partial(asyncio.get_running_loop().call_soon_threadsafe, stop.set)
    # Before anything is loaded: that takes a second, in which a successor of the service may already clear up.
    Thread(target=_listen, args=(pipe, tell), name="orders", daemon=True).start()
    from reviewer.app.work import Post, work_until  # noqa: PLC0415  # at the top the service itself would load the analysis

    await work_until(stop, Post(app_identity(settings), settings.base_url, database, silent_seconds))


def _listen(pipe: Connection, tell: Callable[[], object]) -> None:
    """Pass the order to stop on; should the service be gone instead, end as suddenly as it did."""
    try:
        pipe.recv()
        tell()
        pipe.recv()
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGKILL)
