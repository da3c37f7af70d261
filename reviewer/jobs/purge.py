"""Drops what nobody needs any more: old deliveries, finished jobs, settled notes. Records are not touched."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs import announcements, deliveries, redeliveries, started_checks
from reviewer.jobs.queue import QUEUE

DELIVERIES_FOR: Final = timedelta(days=4)
"""One day longer than GitHub itself can send a delivery again."""
JOBS_FOR: Final = timedelta(days=7)
_HOURLY = "17 * * * *"
_log = structlog.get_logger(__name__)


def register_purge(queue: App, engine: AsyncEngine) -> None:
    """Let one of the workers purge once an hour."""

    @queue.periodic(cron=_HOURLY)
    @queue.task(name="purge", queue=QUEUE, queueing_lock="purge")
    async def _purge(timestamp: int) -> None:
        del timestamp
        await purge(queue, engine)


async def purge(queue: App, engine: AsyncEngine) -> None:
    """Drop deliveries and finished jobs that are older than their time."""
    dropped = await deliveries.purge(engine, DELIVERIES_FOR)
    announced = await announcements.purge(engine, DELIVERIES_FOR)
    await redeliveries.purge(engine, DELIVERIES_FOR)
    notes = await started_checks.purge(engine, JOBS_FOR)
    await queue.job_manager.delete_old_jobs(
        nb_hours=int(JOBS_FOR.total_seconds() // 3600),
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
    _log.info("purged", deliveries=dropped, announcements=announced, started_checks=notes)
