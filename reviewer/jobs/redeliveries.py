"""Deliveries that GitHub could not hand over: asked for again, since GitHub does not send them again by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.survey import FailedAttempt
from reviewer.jobs.metrics import REDELIVERIES
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import AnnouncementRow, DeliveryRow, RedeliveryRow
from reviewer.ports import Survey

MOST_TIMES: Final = 5
"""How often one delivery is asked for; something is wrong with one that fails each time."""
MOST_AT_ONCE: Final = 100
"""Redeliveries that one sweep asks for; the next one goes on."""
_log = structlog.get_logger(__name__)


async def redeliver_missed(engine: AsyncEngine, survey: Survey) -> int:
    """Ask GitHub to send again what failed and never arrived by another attempt; return how many.

    Raises:
        TryAgain, UserProblem: as every request.
    """
    failed: defaultdict[UUID, list[FailedAttempt]] = defaultdict(list)
    for attempt in await survey.failed_deliveries():
        failed[attempt.guid].append(attempt)
    arrived = await _arrived(engine, failed)
    asked = await _times_asked(engine, failed)
    missed = [
        attempts[0]
        for guid, attempts in failed.items()
        # A redelivery that failed too is one attempt more; one that did not fail is under way, or was ignored.
        if guid not in arrived and len(attempts) > asked.get(guid, 0) and asked.get(guid, 0) < MOST_TIMES
    ]
    now = sorted(missed, key=lambda one: one.at)[:MOST_AT_ONCE]
    for attempt in now:
        # Noted first: a process that dies in between asks once too rarely, not for ever.
        await _note(engine, attempt.guid)
        await survey.redeliver(attempt)
    if now:
        REDELIVERIES.inc(len(now))
        _log.warning("deliveries asked for again", deliveries=len(now), left=len(missed) - len(now))
    return len(now)


async def _arrived(engine: AsyncEngine, guids: Iterable[UUID]) -> frozenset[UUID]:
    wanted = list(guids)
    known = union_all(
        select(DeliveryRow.id).where(DeliveryRow.id.in_(wanted)),
        select(AnnouncementRow.id).where(AnnouncementRow.id.in_(wanted)),
    )
    return frozenset((await execute(engine, known)).scalars().all())


async def _times_asked(engine: AsyncEngine, guids: Iterable[UUID]) -> dict[UUID, int]:
    statement = select(RedeliveryRow.id, RedeliveryRow.times).where(RedeliveryRow.id.in_(list(guids)))
    return {row.id: row.times for row in await execute(engine, statement)}


async def _note(engine: AsyncEngine, guid: UUID) -> None:
    once_more = insert(RedeliveryRow).values(id=guid, times=1)
    statement = once_more.on_conflict_do_update(
        index_elements=[RedeliveryRow.id], set_={"times": RedeliveryRow.times + 1, "asked_at": func.now()}
    )
    await execute(engine, statement)


async def purge(engine: AsyncEngine, older_than: timedelta) -> int:
    """Drop notes of redeliveries asked for longer ago than `older_than`; return how many."""
    statement = delete(RedeliveryRow).where(RedeliveryRow.asked_at < func.now() - older_than)
    return (await execute(engine, statement)).rowcount
