"""Takes a delivery in: kept and queued in one transaction, or not at all."""

from __future__ import annotations

import zlib
from typing import Literal

from procrastinate import App
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reviewer.domain.delivery import Delivery
from reviewer.jobs.queue import QUEUE, REVIEW, pull_request_lock
from reviewer.jobs.tables import DeliveryRow, PullHeadRow

Accepted = Literal["queued", "repeated"]


async def accept(delivery: Delivery, engine: AsyncEngine, queue: App) -> Accepted:
    """Keep `delivery`, make it the newest word about its pull request, and queue its job.

    When this returns, all three are durable. A delivery whose GUID is known changes nothing.
    """
    async with engine.connect() as connection:
        if not await _keep(connection, delivery):
            await connection.rollback()  # the head's generation was raised for nothing
            return "repeated"
        # Inside the same transaction: SQLAlchemy has begun it on this very psycopg connection.
        raw = await connection.get_raw_connection()
        await queue.configure_task(
            REVIEW,
            queue=QUEUE,
            lock=pull_request_lock(delivery.pull_request),
            connection=raw.driver_connection,
        ).defer_async(delivery_id=str(delivery.id))
        await connection.commit()
    return "queued"


async def _keep(connection: AsyncConnection, delivery: Delivery) -> bool:
    """Raise the head's generation and insert the delivery with it, in one statement; False if it was known."""
    pull_request = delivery.pull_request
    head = (
        insert(PullHeadRow)
        .values(
            repository_id=pull_request.repository_id,
            number=pull_request.number,
            head_sha=delivery.head_sha,
            generation=1,
        )
        .on_conflict_do_update(
            index_elements=[PullHeadRow.repository_id, PullHeadRow.number],
            set_={
                "generation": PullHeadRow.generation + 1,
                "head_sha": delivery.head_sha,
                "updated_at": func.now(),
            },
        )
        .returning(PullHeadRow.generation)
        .cte("head")
    )
    values = {
        "id": delivery.id,
        "event": delivery.event,
        "action": delivery.action,
        "installation": pull_request.installation,
        "repository_id": pull_request.repository_id,
        "repository": pull_request.repository,
        "number": pull_request.number,
        "head_sha": delivery.head_sha,
        "body": zlib.compress(delivery.body),
    }
    columns = DeliveryRow.__table__.columns
    row = select(*(literal(value, columns[name].type) for name, value in values.items()), head.c.generation)
    statement = (
        insert(DeliveryRow)
        .from_select([*values, "generation"], row)
        .on_conflict_do_nothing(index_elements=[DeliveryRow.id])
        .returning(DeliveryRow.generation)
    )
    return (await connection.execute(statement)).first() is not None
