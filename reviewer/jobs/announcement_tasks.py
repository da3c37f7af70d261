"""The tasks behind announcements, and those that run by the clock."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Generator
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct
from procrastinate import App, JobContext
from procrastinate.exceptions import AlreadyEnqueued
from structlog.contextvars import bound_contextvars

from reviewer.domain.announcement import Announcement, MergeGroup, RepositoryKey
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.errors import MissingPermission, StoreDown, Superseded, TryAgain, UserProblem
from reviewer.jobs.announced_job import work_announcement
from reviewer.jobs.announcements import load_announcement
from reviewer.jobs.group_job import review_group, tell_group_unfinished
from reviewer.jobs.last_word import given_up_by, pausing
from reviewer.jobs.metrics import JOBS
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.patience import TELLING, Patience, Retry
from reviewer.jobs.queue import ANNOUNCEMENT, MERGE_GROUP, QUEUE, SWEEP, TELL_GROUP_UNFINISHED
from reviewer.jobs.redeliveries import redeliver_missed
from reviewer.jobs.review_job import Tools
from reviewer.jobs.sweeps import SweepOrder, queue_sweep, sweep
from reviewer.jobs.tracing import carried

REDELIVER: Final = "redeliver"
"""Task: ask GitHub for the deliveries that failed."""
SWEEP_ALL: Final = "sweep-all"
"""Task: queue a sweep of every installation."""
_EVERY_FIVE_MINUTES: Final = "*/5 * * * *"
_HOURLY: Final = "47 * * * *"
_RARELY: Final = {REDELIVER: 60.0, SWEEP_ALL: 1800.0}
"""Seconds within which a service that starts does not repeat what another one began."""
_LATELY: Final = """
SELECT 1 FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id
WHERE job.task_name = %(task)s AND event.at > now() - make_interval(secs => %(seconds)s)
LIMIT 1
"""
_log = structlog.get_logger(__name__)


def register_announcement_tasks(queue: App, tools: Tools, patience: Patience) -> None:
    """Make `queue` able to work off announcements and what follows from them.

    The argument `trace` of a task is for `tracing.traced`.
    """
    door = _Door(queue, tools, patience)

    @queue.task(name=ANNOUNCEMENT, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _announcement(context: JobContext, *, announcement_id: str, trace: str = "") -> None:
        del trace
        await door.announcement(announcement_id, context.job.attempts + 1)

    @queue.task(name=MERGE_GROUP, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _group(context: JobContext, *, announcement_id: str, trace: str = "") -> None:
        del trace
        await door.group(announcement_id, context.job.attempts + 1, context.job.lock)

    @queue.task(name=TELL_GROUP_UNFINISHED, queue=QUEUE, retry=Retry(TELLING), pass_context=True)
    async def _tell(context: JobContext, *, announcement_id: str, reason: str, trace: str = "") -> None:
        del trace
        await door.tell(announcement_id, reason, context.job.attempts + 1)

    @queue.task(name=SWEEP, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _sweep(
        context: JobContext, *, installation: int, repositories: list[tuple[int, str]] | None, occasion: str
    ) -> None:
        places = None if repositories is None else tuple(RepositoryKey(installation, *one) for one in repositories)
        await door.sweep(SweepOrder(installation, places, occasion), context.job.attempts + 1)


def register_clockwork(queue: App, tools: Tools) -> None:
    """Let one of the workers look for what was missed, every few minutes and every hour."""

    @queue.periodic(cron=_EVERY_FIVE_MINUTES)
    @queue.task(name=REDELIVER, queue=QUEUE, queueing_lock=REDELIVER)
    async def _redeliver(timestamp: int) -> None:
        del timestamp
        with _until_next_time():
            await redeliver_missed(tools.engine, tools.survey)

    @queue.periodic(cron=_HOURLY)
    @queue.task(name=SWEEP_ALL, queue=QUEUE, queueing_lock=SWEEP_ALL)
    async def _sweep_all(timestamp: int) -> None:
        day = datetime.fromtimestamp(timestamp, UTC).date().isoformat()
        with _until_next_time():
            for installation in await tools.survey.installations():
                await queue_sweep(queue, installation, None, day)


@contextlib.contextmanager
def _until_next_time() -> Generator[None]:
    """End quietly what the clock repeats anyhow; an outage of an hour leaves no dozen of dead jobs behind."""
    try:
        with outages_as_store_down():
            yield
    except (TryAgain, UserProblem) as problem:
        _log.warning("what was missed cannot be looked for now", why=str(problem))


async def look_for_missed(queue: App, now: datetime) -> None:
    """Queue the tasks of the clock at once, unless one of them ran lately: of ten workers that start one looks."""
    with outages_as_store_down():
        for task, seconds in _RARELY.items():
            if await queue.connector.execute_query_all_async(_LATELY, task=task, seconds=seconds):
                continue
            with contextlib.suppress(AlreadyEnqueued):
                deferrer = queue.configure_task(task, queue=QUEUE, queueing_lock=task)
                await deferrer.defer_async(timestamp=int(now.timestamp()))


class _Door(Struct, frozen=True):
    """Runs a job's body and decides what its error means."""

    queue: App
    tools: Tools
    patience: Patience

    async def announcement(self, announcement_id: str, tried: int) -> None:
        """Find what an announcement concerns, and queue it."""

        async def body(announcement: Announcement) -> str:
            return await work_announcement(announcement, self.tools, self.queue)

        await self._run(ANNOUNCEMENT, announcement_id, tried, body)

    async def group(self, announcement_id: str, tried: int, lock: str | None) -> None:
        """Review a merge group; what goes wrong for good is told at its head."""

        async def body(announcement: Announcement) -> str:
            if tried > self.patience.tries:
                raise StoreDown("The worker was lost each time.")
            return await review_group(announcement.id, self._group(announcement), self.tools)

        async def give_up(reason: str) -> None:
            await self._give_up(announcement_id, reason, lock)

        with bound_contextvars(delivery=announcement_id):
            async with given_up_by(give_up, self.patience, tried):
                await self._run(MERGE_GROUP, announcement_id, tried, body)

    async def tell(self, announcement_id: str, reason: str, tried: int) -> None:
        """Tell at a merge group's head what `group` gave up."""

        async def body(announcement: Announcement) -> str:
            said = f"{reason} (delivery {announcement_id})"
            await tell_group_unfinished(announcement.id, self._group(announcement), self.tools, said)
            return "told"

        await self._run(TELL_GROUP_UNFINISHED, announcement_id, tried, body)

    async def sweep(self, order: SweepOrder, tried: int) -> None:
        """Sweep an installation, or some of its repositories."""
        with outages_as_store_down():
            try:
                async with pausing(self.tools.engine, order.installation, self.patience, tried):
                    await sweep(order, self.tools, self.queue)
            except MissingPermission as problem:
                # Removed or suspended since: when it comes back, GitHub says so.
                _log.warning("an installation cannot be swept", installation=order.installation, why=str(problem))

    def _group(self, announcement: Announcement) -> MergeGroup:
        news = self.tools.read_news(announcement)
        if not isinstance(news, MergeGroup):
            raise Superseded("This announcement is about no merge group.")
        return news

    async def _run(
        self, task: str, announcement_id: str, tried: int, body: Callable[[Announcement], Awaitable[str]]
    ) -> None:
        with bound_contextvars(delivery=announcement_id), outages_as_store_down():
            announcement = await load_announcement(self.tools.engine, DeliveryId(UUID(announcement_id)))
            if announcement is None:
                JOBS.labels(task, "purged").inc()
                return
            try:
                async with pausing(self.tools.engine, announcement.installation, self.patience, tried):
                    outcome = await body(announcement)
            except Superseded as newer:
                _log.info("overtaken", why=str(newer))
                outcome = "superseded"
            _log.info("job done", outcome=outcome, task=task)
            JOBS.labels(task, outcome).inc()

    async def _give_up(self, announcement_id: str, reason: str, lock: str | None) -> None:
        JOBS.labels(MERGE_GROUP, "given-up").inc()
        with outages_as_store_down():
            task = self.queue.configure_task(TELL_GROUP_UNFINISHED, queue=QUEUE, lock=lock)
            await task.defer_async(announcement_id=announcement_id, reason=reason, **carried())
