"""Deliveries as they are kept: read back for their job, dropped when old."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import Delivery, DeliveryId, Generation, PullRequestKey
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import DeliveryRow


class KeptDelivery(Struct, frozen=True):
    """A delivery, when it came (UTC), and the generation of its pull request that it began."""

    delivery: Delivery
    generation: Generation
    received_at: datetime


async def load(engine: AsyncEngine, delivery_id: DeliveryId) -> KeptDelivery | None:
    """Return the delivery, or None when it has been purged."""
    row = (await execute(engine, select(DeliveryRow.__table__).where(DeliveryRow.id == delivery_id))).one_or_none()
    if row is None:
        return None
    return KeptDelivery(
        Delivery(
            id=delivery_id,
            event=row.event,
            action=row.action,
            pull_request=PullRequestKey(
                installation=row.installation,
                repository_id=row.repository_id,
                repository=row.repository,
                number=row.number,
            ),
            head_sha=row.head_sha,
            body=zlib.decompress(row.body),
        ),
        Generation(row.generation),
        row.received_at,
    )


async def purge(engine: AsyncEngine, older_than: timedelta) -> int:
    """Drop deliveries that came longer ago than `older_than`; return how many."""
    statement = delete(DeliveryRow).where(DeliveryRow.received_at < func.now() - older_than)
    return (await execute(engine, statement)).rowcount
