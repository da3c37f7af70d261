"""The analysis in processes of their own: limited in memory and time, replaced when they die.

Each seat has one process, so that a change which kills its process costs no other review. A process is a copy of
one that has loaded the analysis and nothing else ("forkserver": no connection, lock or secret of the service comes
along, and none loads anything again). It retires after some requests, because parsers fragment memory.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

import structlog
from msgspec import Struct

from reviewer.analysis.child import Analyse, Answer, Broken, answer_requests
from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.domain.errors import AnalyserDied

REQUESTS_PER_PROCESS: Final = 200
_GRACE_SECONDS = 15.0  # beyond the request's own deadline, which the analysis keeps by itself
_COPIES = multiprocessing.get_context("forkserver")
_LOADED: Final = "reviewer.analysis.loaded"
_log = structlog.get_logger(__name__)


class AnalysisBroken(Exception):
    """The analysis raised what it should not; the message is its traceback."""


class _Seat(Struct):
    """One process and the pipe to it."""

    process: BaseProcess
    pipe: Connection
    served: int = 0

    def ask(self, request: AnalysisRequest) -> Answer:
        """Send and wait, in a thread; a killed process ends the wait with EOFError or OSError."""
        self.pipe.send(request)
        return self.pipe.recv()

    def end(self) -> None:
        """Kill the process, whatever it does; it owns nothing that needs closing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class AnalysisPool:
    """Runs `analyse` on up to `size` requests at once. Made by `analysis_pool`, which also ends it."""

    def __init__(self, analyse: Analyse, size: int) -> None:
        self._analyse = analyse
        self._free: asyncio.LifoQueue[_Seat | None] = asyncio.LifoQueue()
        self._closed = False
        for _ in range(size):
            self._free.put_nowait(None)

    async def __call__(self, request: AnalysisRequest) -> Analysis:
        """Analyse in a process of the pool; waits for a free one.

        Raises:
            AnalyserDied: the process ended without an answer, or had to be ended past the deadline.
            AnalysisBroken: the analysis itself raised, which is a bug.
        """
        seat = await self._free.get() or await asyncio.to_thread(self._start)
        keep: _Seat | None = None
        try:
            answer = await _ask(seat, request)
            keep = seat if seat.served < REQUESTS_PER_PROCESS and not self._closed else None
        finally:
            if keep is None:
                seat.end()
            self._free.put_nowait(keep)
        match answer:
            case Broken():
                raise AnalysisBroken(answer.traceback)
            case Analysis():
                return answer

    async def warm_up(self) -> None:
        """Start all processes, so that the first review does not wait for imports."""
        seats = [self._free.get_nowait() for _ in range(self._free.qsize())]
        for seat in seats:
            self._free.put_nowait(seat or await asyncio.to_thread(self._start))

    def close(self) -> None:
        """End the idle processes; the others end with the reviews that use them."""
        self._closed = True
        while not self._free.empty():
            if (seat := self._free.get_nowait()) is not None:
                seat.end()

    def _start(self) -> _Seat:
        _COPIES.set_forkserver_preload([_LOADED])
        ours, theirs = _COPIES.Pipe()
        process = _COPIES.Process(target=answer_requests, args=(theirs, self._analyse), daemon=True)
        process.start()
        theirs.close()
        return _Seat(process, ours)


@asynccontextmanager
async def analysis_pool(analyse: Analyse, size: int) -> AsyncGenerator[AnalysisPool]:
    """Return a pool of `size` processes that run `analyse`, a function importable by its name."""
    pool = AnalysisPool(analyse, size)
    try:
        await pool.warm_up()
        yield pool
    finally:
        pool.close()


async def _ask(seat: _Seat, request: AnalysisRequest) -> Answer:
    seat.served += 1
    limit = request.deadline_seconds + _GRACE_SECONDS
    asking = asyncio.ensure_future(asyncio.to_thread(seat.ask, request))
    try:
        await asyncio.wait({asking}, timeout=limit)
    finally:
        if not asking.done():
            # A thread cannot be cancelled; the end of its process ends it, with an error that is expected.
            asking.add_done_callback(asyncio.Future[Answer].exception)
            seat.process.kill()
    try:
        return await asking
    except (EOFError, OSError) as error:
        _log.warning("an analysis process ended without an answer", exit=seat.process.exitcode)
        raise AnalyserDied("The process that analyses ended before its answer.") from error
