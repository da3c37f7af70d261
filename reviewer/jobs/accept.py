"""Takes a delivery in: kept and queued in one transaction, or not at all."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Mapping
from typing import Final, Literal

from procrastinate import App

from reviewer.domain.delivery import Delivery, Work
from reviewer.jobs.acceptance import CALL
from reviewer.jobs.queue import ACT, QUEUE, RECHECK, REVIEW, pull_request_lock
from reviewer.jobs.tracing import carried

Accepted = Literal["queued", "repeated"]

_LARGE = 256 * 1024  # bytes; above it, compressing leaves the event loop
_TASKS: Final[Mapping[Work, str]] = {"review": REVIEW, "recheck": RECHECK, "act": ACT}


async def accept(delivery: Delivery, queue: App, *, priority: int = 0) -> Accepted:
    """Keep `delivery`, make it the newest word about its pull request if it asks for a review, and queue its job.

    When this returns, all of it is durable. A delivery whose GUID is known changes nothing.
    """
    pull_request, body = delivery.pull_request, delivery.body
    row = await queue.connector.execute_query_one_async(
        CALL,
        id=delivery.id,
        event=delivery.event,
        action=delivery.action,
        installation=pull_request.installation,
        repository_id=pull_request.repository_id,
        repository=pull_request.repository,
        number=pull_request.number,
        head_sha=delivery.head_sha,
        body=zlib.compress(body) if len(body) < _LARGE else await asyncio.to_thread(zlib.compress, body),
        queue=QUEUE,
        task=_TASKS[delivery.work],
        act=ACT,
        lock=pull_request_lock(pull_request),
        priority=priority,
        carried=json.dumps(carried()),
    )
    return "queued" if row["is_new"] else "repeated"
