"""The tasks of the queue, and the one door at which every error of a job ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from msgspec import Struct
from procrastinate import App, JobContext
from structlog.contextvars import bound_contextvars

from reviewer.domain.delivery import DeliveryId
from reviewer.domain.errors import StoreDown, Superseded, TryAgain
from reviewer.jobs.act_job import work_act
from reviewer.jobs.announcement_tasks import register_announcement_tasks
from reviewer.jobs.deliveries import KeptDelivery, load
from reviewer.jobs.last_word import given_up_by, pausing
from reviewer.jobs.metrics import JOBS, REVIEW_SECONDS
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.patience import TELLING, Patience, Retry
from reviewer.jobs.queue import ACT, QUEUE, RECHECK, REVIEW, TELL_UNFINISHED, pull_request_lock
from reviewer.jobs.recheck_job import recheck_pull_request
from reviewer.jobs.review_job import Tools, review_pull_request, tell_unfinished
from reviewer.jobs.tracing import carried

Review = Callable[[KeptDelivery, Tools], Awaitable[str]]
"""What a job does for its delivery; says how it ended."""

_log = structlog.get_logger(__name__)


def register_tasks(queue: App, tools: Tools, patience: Patience) -> None:
    """Make `queue` able to run its jobs, with `tools`; the argument `trace` of a task is for `tracing.traced`."""
    door = _Door(queue, tools, patience)

    @queue.task(name=REVIEW, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _review(context: JobContext, *, delivery_id: str, trace: str = "") -> None:
        del trace
        await door.review(REVIEW, review_pull_request, delivery_id, context.job.attempts + 1)

    @queue.task(name=RECHECK, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _recheck(context: JobContext, *, delivery_id: str, trace: str = "") -> None:
        del trace
        await door.review(RECHECK, recheck_pull_request, delivery_id, context.job.attempts + 1)

    @queue.task(name=ACT, queue=QUEUE, retry=Retry(patience), pass_context=True)
    async def _act(context: JobContext, *, delivery_id: str, trace: str = "") -> None:
        del trace
        await door.act(delivery_id, context.job.attempts + 1)

    @queue.task(name=TELL_UNFINISHED, queue=QUEUE, retry=Retry(TELLING), pass_context=True)
    async def _tell(context: JobContext, *, delivery_id: str, reason: str, trace: str = "") -> None:
        del trace
        await door.tell(delivery_id, reason, context.job.attempts + 1)

    register_announcement_tasks(queue, tools, patience)


class _Door(Struct, frozen=True):
    """Runs a job's body and decides what its error means."""

    queue: App
    tools: Tools
    patience: Patience

    async def review(self, task: str, work: Review, delivery_id: str, tried: int) -> None:
        """Run the review of a delivery; what goes wrong for good is told on the pull request."""

        async def body(kept: KeptDelivery) -> str:
            if tried > self.patience.lost_tries:
                raise StoreDown("The worker was lost each time.")
            with REVIEW_SECONDS.time():
                return await work(kept, self.tools)

        async def give_up(reason: str) -> None:
            await self._give_up(delivery_id, reason)

        with bound_contextvars(delivery=delivery_id):
            async with given_up_by(give_up, self.patience, tried):
                JOBS.labels(task, await self._run(delivery_id, tried, body)).inc()

    async def act(self, delivery_id: str, tried: int) -> None:
        """Run the job of what somebody did; what goes wrong for good leaves the check run as it was."""

        async def body(kept: KeptDelivery) -> str:
            return await work_act(kept, self.tools)

        with bound_contextvars(delivery=delivery_id):
            try:
                JOBS.labels(ACT, await self._run(delivery_id, tried, body)).inc()
            except TryAgain:
                raise
            except Exception:
                _log.exception("an act was not worked off")
                JOBS.labels(ACT, "given-up").inc()
                raise

    async def tell(self, delivery_id: str, reason: str, tried: int) -> None:
        """Run the job that tells on the pull request what `review` gave up."""

        async def body(kept: KeptDelivery) -> str:
            await tell_unfinished(kept, self.tools, f"{reason} (delivery {delivery_id})")
            return "told"

        with bound_contextvars(delivery=delivery_id):
            JOBS.labels(TELL_UNFINISHED, await self._run(delivery_id, tried, body)).inc()

    async def _run(self, delivery_id: str, tried: int, body: Callable[[KeptDelivery], Awaitable[str]]) -> str:
        """Return how the job ended; being overtaken or outlived by its delivery is an end like others."""
        with outages_as_store_down():
            kept = await load(self.tools.engine, DeliveryId(UUID(delivery_id)))
            if kept is None:
                _log.warning("the delivery of a job has been purged")
                return "purged"
            pull_request = kept.delivery.pull_request
            try:
                async with pausing(self.tools.engine, pull_request.installation, self.patience, tried):
                    outcome = await body(kept)
            except Superseded as newer:
                _log.info("overtaken", why=str(newer))
                return "superseded"
            _log.info("job done", outcome=outcome, repository=pull_request.repository)
            return outcome

    async def _give_up(self, delivery_id: str, reason: str) -> None:
        """Queue the last word; the job itself then ends as failed, which is where the dead are listed."""
        JOBS.labels(REVIEW, "given-up").inc()
        with outages_as_store_down():
            kept = await load(self.tools.engine, DeliveryId(UUID(delivery_id)))
            if kept is not None:
                await self.queue.configure_task(
                    TELL_UNFINISHED, queue=QUEUE, lock=pull_request_lock(kept.delivery.pull_request)
                ).defer_async(delivery_id=delivery_id, reason=reason, **carried())
