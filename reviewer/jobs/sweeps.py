"""Sweeps: every open head without a completed check run is found and reviewed, whatever was lost on its way here."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from msgspec import Struct
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue
from sqlalchemy import column, literal_column, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.announcement import RepositoryKey
from reviewer.domain.delivery import Delivery, DeliveryId, PullRequestKey
from reviewer.domain.survey import OpenHead
from reviewer.jobs.accept import accept
from reviewer.jobs.metrics import SWEPT
from reviewer.jobs.queue import BACKGROUND, QUEUE, SWEEP, pull_request_lock
from reviewer.jobs.review_job import Tools, wait_for_pause
from reviewer.jobs.statements import execute

MOST_REVIEWS: Final = 200
"""Heads that one sweep of one installation queues; the next one goes on."""
REPOSITORIES_AT_ONCE: Final = 10
_JOBS = table("procrastinate_jobs", column("lock"), column("status"))
_log = structlog.get_logger(__name__)


class SweepOrder(Struct, frozen=True):
    """What a sweep is to look at.

    Attributes:
        repositories: None for all of the installation.
        occasion: the same head is queued once for the same occasion: a day, or the GUID of what gave the order.
    """

    installation: int
    repositories: tuple[RepositoryKey, ...] | None
    occasion: str


async def queue_sweep(
    queue: App, installation: int, repositories: Sequence[RepositoryKey] | None, occasion: str
) -> None:
    """Queue a sweep; one of the whole installation that waits already is enough."""
    whole = f"sweep/{installation}" if repositories is None else None
    task = queue.configure_task(SWEEP, queue=QUEUE, lock=f"sweep/{installation}", queueing_lock=whole)
    listed: JSONValue = None if repositories is None else [[one.id, one.full_name] for one in repositories]
    with contextlib.suppress(AlreadyEnqueued):
        await task.defer_async(installation=installation, repositories=listed, occasion=occasion)


async def sweep(order: SweepOrder, tools: Tools, queue: App) -> int:
    """Queue a review of each open head that has no completed check run and no job; return how many.

    Raises:
        TryAgain, MissingPermission: as every request; what was queued before stays queued.
    """
    await wait_for_pause(tools.engine, PullRequestKey(order.installation, 0, "", 0))
    repositories = order.repositories
    if repositories is None:
        repositories = await tools.survey.repositories(order.installation)
    queued = 0
    for start in range(0, len(repositories), REPOSITORIES_AT_ONCE):
        heads = await tools.survey.open_heads(repositories[start : start + REPOSITORIES_AT_ONCE])
        for head in await _idle(tools.engine, [head for head in heads if not head.completed]):
            if queued >= MOST_REVIEWS:
                _log.warning("the sweep stops early; the next one goes on", installation=order.installation)
                return queued
            if await accept(_missing(head, order.occasion), queue, priority=BACKGROUND) == "queued":
                queued += 1
    if queued:
        SWEPT.inc(queued)
        _log.warning("heads without a completed check run", installation=order.installation, queued=queued)
    return queued


async def _idle(engine: AsyncEngine, heads: Sequence[OpenHead]) -> list[OpenHead]:
    """Those whose pull request has no job that waits or runs."""
    locks = {pull_request_lock(head.pull_request): head for head in heads}
    if not locks:
        return []
    busy = select(_JOBS.c.lock).where(
        _JOBS.c.lock.in_(locks), _JOBS.c.status.in_([literal_column("'todo'"), literal_column("'doing'")])
    )
    taken = set((await execute(engine, busy)).scalars().all())
    return [head for lock, head in locks.items() if lock not in taken]


def _missing(head: OpenHead, occasion: str) -> Delivery:
    """What a delivery would have asked for, had it come."""
    return Delivery(
        id=_id(head, occasion),
        event="sweep",
        action="missing",
        pull_request=head.pull_request,
        head_sha=head.head_sha,
        body=b"{}",
    )


def _id(head: OpenHead, occasion: str) -> DeliveryId:
    cause: UUID = uuid5(NAMESPACE_URL, f"holdfast:sweep:{occasion}")
    return DeliveryId(uuid5(cause, f"{pull_request_lock(head.pull_request)}/{head.head_sha}"))
