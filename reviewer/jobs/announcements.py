"""Announcements: taken in like deliveries, read back for their job, claimed by one run at a time."""

from __future__ import annotations

import asyncio
import zlib
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from msgspec import Struct
from procrastinate import App
from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.errors import Superseded
from reviewer.jobs.accept import Accepted
from reviewer.jobs.queue import ANNOUNCEMENT, QUEUE
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import AnnouncementRow
from reviewer.jobs.tracing import carried

_GROUP: Final = "merge_group"
_DESTROYED: Final = "destroyed"


async def announce(announcement: Announcement, engine: AsyncEngine, queue: App) -> Accepted:
    """Keep `announcement` and queue its job in one transaction; one whose GUID is known changes nothing."""
    body = await asyncio.to_thread(zlib.compress, announcement.body)
    kept = (
        insert(AnnouncementRow)
        .values(
            id=announcement.id,
            event=announcement.event,
            action=announcement.action,
            installation=announcement.installation,
            repository_id=announcement.repository_id,
            head_sha=announcement.head_sha,
            body=body,
        )
        .on_conflict_do_nothing(index_elements=[AnnouncementRow.id])
        .returning(AnnouncementRow.id)
    )
    async with engine.connect() as connection:
        if (await connection.execute(kept)).first() is None:
            await connection.rollback()
            return "repeated"
        raw = await connection.get_raw_connection()  # the same connection, so the same transaction
        deferrer = queue.configure_task(
            ANNOUNCEMENT, queue=QUEUE, lock=announcement.lock, connection=raw.driver_connection
        )
        await deferrer.defer_async(announcement_id=str(announcement.id), **carried())
        await connection.commit()
    return "queued"


async def load_announcement(engine: AsyncEngine, announcement_id: DeliveryId) -> Announcement | None:
    """Return the announcement, or None when it has been purged."""
    wanted = select(AnnouncementRow.__table__).where(AnnouncementRow.id == announcement_id)
    row = (await execute(engine, wanted)).one_or_none()
    if row is None:
        return None
    return Announcement(
        id=announcement_id,
        event=row.event,
        action=row.action,
        installation=row.installation,
        repository_id=row.repository_id,
        head_sha=row.head_sha,
        body=zlib.decompress(row.body),
    )


async def group_at(engine: AsyncEngine, repository_id: int, head_sha: str) -> DeliveryId | None:
    """Return the announcement of the merge group with this head; None if the head is none's."""
    statement = (
        select(AnnouncementRow.id)
        .where(
            AnnouncementRow.repository_id == repository_id,
            AnnouncementRow.head_sha == head_sha,
            AnnouncementRow.event == _GROUP,
            AnnouncementRow.action != _DESTROYED,
        )
        .order_by(AnnouncementRow.received_at.desc())
        .limit(1)
    )
    found = (await execute(engine, statement)).scalar_one_or_none()
    return None if found is None else DeliveryId(found)


class GroupClaim(Struct, frozen=True):
    """One run's right to work on a merge group, until the queue lets go of it or another run takes it."""

    engine: AsyncEngine
    group: DeliveryId
    token: UUID

    async def confirm(self) -> None:
        """Return if the claim still holds.

        Raises:
            Superseded: the queue does not wait any more, or another run has the group.
        """
        await self._compare_and_set(AnnouncementRow.claim == self.token)

    async def take(self) -> None:
        """Make this the claim that holds.

        Raises:
            Superseded: the queue does not wait any more.
        """
        await self._compare_and_set()

    async def _compare_and_set(self, *conditions: ColumnElement[bool]) -> None:
        own, end = AnnouncementRow, aliased(AnnouncementRow)
        destroyed = select(end.id).where(
            end.repository_id == own.repository_id,
            end.head_sha == own.head_sha,
            end.event == _GROUP,
            end.action == _DESTROYED,
        )
        waits = and_(own.id == self.group, ~destroyed.exists(), *conditions)
        statement = update(own).where(waits).values(claim=self.token)
        if (await execute(self.engine, statement.returning(own.id))).first() is None:
            raise Superseded("The merge queue does not wait for this commit any more, or another run has it.")


async def claim_group(engine: AsyncEngine, group: DeliveryId) -> GroupClaim:
    """Claim a merge group by the announcement that it was made known with.

    Raises:
        Superseded: the queue does not wait for it any more.
    """
    own = GroupClaim(engine, group, uuid4())
    await own.take()
    return own


async def purge(engine: AsyncEngine, older_than: timedelta) -> int:
    """Drop announcements that came longer ago than `older_than`; return how many."""
    statement = delete(AnnouncementRow).where(AnnouncementRow.received_at < func.now() - older_than)
    return (await execute(engine, statement)).rowcount
