"""Jobs that nobody works on any more: put back into the queue.

A job is left behind when its worker died, or when the worker lives but could not write down how the job ended
(the database was away at that moment). Either way it still says "doing" and holds its pull request's lock.
"""

from __future__ import annotations

import time
from collections.abc import Set as AbstractSet
from typing import Final

import structlog
from msgspec import Struct, field
from procrastinate import App

from reviewer.jobs.metrics import TAKEN_OVER
from reviewer.jobs.outages import outages_as_store_down

STALLED_SECONDS: Final = 5.0
"""A worker silent for this long is taken for dead. Should it live, its claims are void and it writes nothing."""
_FORGOTTEN_SECONDS = 15.0  # longer than writing an outcome down can take, with its pool's and statement's limits

# One statement, so that of several workers only one takes a job; procrastinate's own list and retry are two.
_TAKE_OVER = """
SELECT job.id, procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL)
FROM (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'doing' AND (
        worker_id IS NULL
        OR worker_id IN (
            SELECT id FROM procrastinate_workers
            WHERE last_heartbeat < now() - make_interval(secs => %(stalled)s)
        )
        OR id = ANY(%(forgotten)s)
    )
    FOR UPDATE SKIP LOCKED
) AS job
"""
_DOING = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = %(worker)s"
_log = structlog.get_logger(__name__)


async def take_over(queue: App, stalled_seconds: float, forgotten: AbstractSet[int] = frozenset()) -> int:
    """Queue again the jobs of workers silent for `stalled_seconds`, and those `forgotten`; return how many."""
    with outages_as_store_down():
        rows = await queue.connector.execute_query_all_async(
            _TAKE_OVER, stalled=stalled_seconds, forgotten=list(forgotten)
        )
    if rows:
        TAKEN_OVER.inc(len(rows))
        _log.warning("jobs taken over", jobs=[row["id"] for row in rows])
    return len(rows)


class Forgotten(Struct):
    """Jobs that the database calls ours and that we are not running, and since when we know (seconds)."""

    since: dict[int, float] = field(default_factory=dict[int, float])

    async def look(self, queue: App, worker_id: int, running: AbstractSet[int]) -> frozenset[int]:
        """Return the jobs that have been in this state for too long to be just ending or beginning."""
        with outages_as_store_down():
            rows = await queue.connector.execute_query_all_async(_DOING, worker=worker_id)
        now = time.monotonic()
        idle = {int(row["id"]) for row in rows} - running
        self.since = {job: self.since.get(job, now) for job in idle}
        return frozenset(job for job, begun in self.since.items() if now - begun > _FORGOTTEN_SECONDS)
