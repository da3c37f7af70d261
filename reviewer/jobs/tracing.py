"""One trace over accepting and working off: the job carries the name of the span that queued it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from procrastinate import JobContext
from procrastinate.middleware import WorkerMiddleware
from procrastinate.worker import Worker

from reviewer.telemetry.spans import carrier, span


def carried() -> dict[str, str]:
    """What a job that is queued now carries beside its own arguments: nothing where nobody traces."""
    parent = carrier()
    return {"trace": parent} if parent else {}


def traced() -> WorkerMiddleware:
    """Return a middleware that opens a span around each run of a job."""

    async def trace(call_next: Callable[[], Awaitable[object]], context: JobContext, worker: Worker) -> object:
        del worker
        job = context.job
        given = job.task_kwargs
        delivery = given.get("delivery_id", given.get("announcement_id", ""))
        attributes = {"holdfast.delivery": str(delivery), "holdfast.attempt": job.attempts + 1}
        with span(f"job {job.task_name}", "consumer", attributes, str(given.get("trace", ""))):
            return await call_next()

    return trace
