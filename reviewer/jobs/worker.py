"""Works the queue off until told to stop, through outages of the database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from msgspec import Struct
from procrastinate import App, JobContext
from procrastinate.middleware import WorkerMiddleware
from procrastinate.worker import Worker

from reviewer.domain.errors import StoreDown
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.takeover import STALLED_SECONDS, Forgotten, take_over
from reviewer.jobs.tracing import traced

HEARTBEAT_SECONDS: Final = 2.0
_RESTART_SECONDS = 1.0
_log = structlog.get_logger(__name__)


class WorkerLimits(Struct, frozen=True):
    """How much a worker does at once, and when.

    Attributes:
        concurrency: jobs at once; each mostly waits, for GitHub, for the analysis, or for the second between two
            writes to an installation. With too few a backlog lives on while the machine idles; with too many, where
            it does not, each takes so long that the next push overtakes it.
        drain_seconds: how long running jobs may take when the worker is told to stop.
        poll_seconds: how late a job may start that waited for its moment, or for another job of the same
            pull request; new jobs are announced and start at once.
    """

    concurrency: int = 16
    drain_seconds: float = 20.0
    poll_seconds: float = 0.5


async def run_worker(queue: App, stop: asyncio.Event, limits: WorkerLimits) -> None:
    """Run jobs until `stop` is set; then drain, and cut what still runs, which the queue repeats.

    When the database goes away the worker ends, and a new one begins as soon as it is back.
    """
    while not stop.is_set():
        try:
            with outages_as_store_down():
                await _run_once(queue, stop, limits)
        except StoreDown as problem:
            _log.warning("the worker stopped and begins again", why=str(problem))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RESTART_SECONDS)


async def _run_once(queue: App, stop: asyncio.Event, limits: WorkerLimits) -> None:
    running: set[int] = set()
    worker = Worker(
        queue,
        concurrency=limits.concurrency,
        install_signal_handlers=False,
        fetch_job_polling_interval=limits.poll_seconds,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        shutdown_graceful_timeout=limits.drain_seconds,
        worker_middleware=[_noting(running), traced()],
    )
    work = asyncio.create_task(worker.run())
    beside = [
        asyncio.create_task(_stop_when_told(worker, stop)),
        asyncio.create_task(_attend(queue, worker, running)),
    ]
    try:
        await work
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _stop_when_told(worker: Worker, stop: asyncio.Event) -> None:
    await stop.wait()
    worker.stop()


async def _attend(queue: App, worker: Worker, running: set[int]) -> None:
    """Take over what is left behind; and keep the heart beating while draining, when procrastinate stops it."""
    forgotten = Forgotten()
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        if worker.worker_id is None:
            continue
        try:
            with outages_as_store_down():
                await queue.job_manager.update_heartbeat(worker.worker_id)
            left_behind = await forgotten.look(queue, worker.worker_id, running)
            await take_over(queue, STALLED_SECONDS, left_behind)
        except StoreDown as problem:
            _log.warning("cannot look for jobs left behind", why=str(problem))


def _noting(running: set[int]) -> WorkerMiddleware:
    """Return a middleware that keeps `running` to the ids of the jobs that run."""

    async def note(call_next: Callable[[], Awaitable[object]], context: JobContext, worker: Worker) -> object:
        del worker
        job_id = context.job.id or 0
        running.add(job_id)
        try:
            return await call_next()
        finally:
            running.discard(job_id)

    return note
