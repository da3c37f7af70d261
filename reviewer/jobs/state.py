"""How full the queue is."""

from __future__ import annotations

from msgspec import Struct
from procrastinate import App

from reviewer.jobs.outages import outages_as_store_down

_COUNT = """
SELECT
    count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()) AS waiting,
    count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()) AS scheduled,
    count(*) FILTER (WHERE status = 'doing') AS running,
    count(*) FILTER (WHERE status = 'failed') AS dead
FROM procrastinate_jobs
WHERE status IN ('todo', 'doing', 'failed')
"""
_OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(event.at)), 0) AS seconds
FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type IN ('deferred', 'scheduled')
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now() AND event.at <= now()
"""


class QueueState(Struct, frozen=True):
    """Numbers of jobs by state, and how long the oldest that could run has waited."""

    waiting: int
    scheduled: int
    running: int
    dead: int
    oldest_seconds: float


async def queue_state(queue: App) -> QueueState:
    """Count the jobs.

    Raises:
        StoreDown: the database does not answer.
    """
    with outages_as_store_down():
        counts = await queue.connector.execute_query_one_async(_COUNT)
        oldest = await queue.connector.execute_query_one_async(_OLDEST)
    return QueueState(
        waiting=counts["waiting"],
        scheduled=counts["scheduled"],
        running=counts["running"],
        dead=counts["dead"],
        oldest_seconds=float(oldest["seconds"]),
    )
