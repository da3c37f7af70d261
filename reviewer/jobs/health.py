"""The queue as a doctor looks at it: who works, what waits, what was given up."""

from __future__ import annotations

from typing import Final

from procrastinate import App

from reviewer.domain.diagnosis import DeadJob, QueueFacts
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.state import queue_state
from reviewer.jobs.takeover import STALLED_SECONDS

_MOST: Final = 50
_WORKERS = """
SELECT count(*) AS living FROM procrastinate_workers
WHERE last_heartbeat >= now() - make_interval(secs => %(stalled)s)
"""
_DEAD = """
SELECT job.task_name, delivery.repository, delivery.number, coalesce(ended.at, job.scheduled_at, now()) AS at
FROM procrastinate_jobs AS job
CROSS JOIN LATERAL (SELECT max(event.at) AS at FROM procrastinate_events AS event WHERE event.job_id = job.id) AS ended
LEFT JOIN delivery ON delivery.id = (job.args ->> 'delivery_id')::uuid
WHERE job.status = 'failed'
ORDER BY ended.at DESC NULLS LAST
LIMIT %(most)s
"""


async def queue_facts(queue: App) -> QueueFacts:
    """Look at the queue.

    Raises:
        StoreDown: the database does not answer.
    """
    state = await queue_state(queue)
    with outages_as_store_down():
        workers = await queue.connector.execute_query_one_async(_WORKERS, stalled=STALLED_SECONDS)
        dead = await queue.connector.execute_query_all_async(_DEAD, most=_MOST)
    return QueueFacts(
        waiting=state.waiting,
        oldest_seconds=state.oldest_seconds,
        living_workers=workers["living"],
        dead=tuple(
            DeadJob(row["task_name"], f"{row['repository']}#{row['number']}" if row["repository"] else "", row["at"])
            for row in dead
        ),
    )
