"""Takes a delivery in: kept and queued in one transaction, or not at all."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from typing import Literal

from procrastinate import App
from sqlalchemy import Executable, bindparam, column, exists, func, literal_column, select, table, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reviewer.domain.delivery import Delivery, Work
from reviewer.jobs.queue import ACT, QUEUE, RECHECK, REVIEW, pull_request_lock
from reviewer.jobs.tables import DeliveryRow, PullHeadRow

Accepted = Literal["queued", "repeated"]

_LARGE = 256 * 1024  # bytes; above it, compressing leaves the event loop
_GIVEN = ("id", "event", "action", "installation", "repository_id", "repository", "number", "head_sha", "body")
"""Columns of a delivery that are not made here."""
_JOBS = table("procrastinate_jobs", column("lock"), column("status"), column("task_name"))


async def accept(delivery: Delivery, engine: AsyncEngine, queue: App, *, priority: int = 0) -> Accepted:
    """Keep `delivery`, make it the newest word about its pull request if it asks for a review, and queue its job.

    When this returns, all of it is durable. A delivery whose GUID is known changes nothing.
    """
    statement, task = _STATEMENTS[delivery.work]
    async with engine.connect() as connection:
        if not await _keep(connection, delivery, statement):
            await connection.rollback()  # the head's generation was raised for nothing
            return "repeated"
        lock = pull_request_lock(delivery.pull_request)
        # Inside the same transaction: SQLAlchemy has begun it on this very psycopg connection.
        raw = await connection.get_raw_connection()
        deferrer = queue.configure_task(
            task, queue=QUEUE, lock=lock, priority=priority, connection=raw.driver_connection
        )
        await deferrer.defer_async(delivery_id=str(delivery.id))
        await connection.commit()
    return "queued"


async def _keep(connection: AsyncConnection, delivery: Delivery, statement: Executable) -> bool:
    """Do all but queue, in one statement; False if the delivery was known."""
    pull_request, body = delivery.pull_request, delivery.body
    values = {
        "id": delivery.id,
        "event": delivery.event,
        "action": delivery.action,
        "installation": pull_request.installation,
        "repository_id": pull_request.repository_id,
        "repository": pull_request.repository,
        "number": pull_request.number,
        "head_sha": delivery.head_sha,
        "body": zlib.compress(body) if len(body) < _LARGE else await asyncio.to_thread(zlib.compress, body),
        "waits_for": pull_request_lock(pull_request),
    }
    return (await connection.execute(statement, values)).first() is not None


def _keeping() -> Executable:
    """Raise the head's generation, insert the delivery with it, and cancel the jobs of older ones that wait.

    Those would only find out that they are overtaken: so a burst of pushes is one job. One that runs already
    finds out by its claim.
    """
    heads, deliveries = PullHeadRow.__table__.columns, DeliveryRow.__table__.columns
    new_head = {name: bindparam(name, type_=heads[name].type) for name in ("repository_id", "number", "head_sha")}
    head = (
        insert(PullHeadRow)
        .values(**new_head, generation=1)
        .on_conflict_do_update(
            index_elements=[PullHeadRow.repository_id, PullHeadRow.number],
            set_={
                "generation": PullHeadRow.generation + 1,
                "head_sha": new_head["head_sha"],
                "updated_at": func.now(),
            },
        )
        .returning(PullHeadRow.generation)
        .cte("head")
    )
    row = select(*(bindparam(name, type_=deliveries[name].type) for name in _GIVEN), head.c.generation)
    kept = (
        insert(DeliveryRow)
        .from_select([*_GIVEN, "generation"], row)
        .on_conflict_do_nothing(index_elements=[DeliveryRow.id])
        .returning(DeliveryRow.generation)
        .cte("kept")
    )
    older = (
        update(_JOBS)
        .where(
            _JOBS.c.lock == bindparam("waits_for"),
            _JOBS.c.status == literal_column("'todo'"),
            _JOBS.c.task_name != literal_column(f"'{ACT}'"),  # what people did is worked off, each of it
            exists(select(kept.c.generation)),
        )
        .values(status=literal_column("'cancelled'"))
        .cte("older")
    )
    return select(kept.c.generation).add_cte(older)


def _keeping_act() -> Executable:
    """Insert the delivery under the generation that is: an act makes no review out of date."""
    deliveries = DeliveryRow.__table__.columns
    given = {name: bindparam(name, type_=deliveries[name].type) for name in _GIVEN}
    generation = (
        select(PullHeadRow.generation)
        .where(
            PullHeadRow.repository_id == given["repository_id"],
            PullHeadRow.number == given["number"],
        )
        .scalar_subquery()
    )
    return (
        insert(DeliveryRow)
        .values(**given, generation=func.coalesce(generation, 0))
        .on_conflict_do_nothing(index_elements=[DeliveryRow.id])
        .returning(DeliveryRow.generation)
    )


_STATEMENTS: Mapping[Work, tuple[Executable, str]] = {
    "review": (_keeping(), REVIEW),
    "recheck": (_keeping(), RECHECK),
    "act": (_keeping_act(), ACT),
}
