"""How a worker alone tells how it is, by HTTP: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import structlog

from reviewer.app.http import address_of, serving
from reviewer.jobs.queue import Queue
from reviewer.jobs.state import queue_state
from reviewer.web.doors import Pulse
from reviewer.web.site import worker_site

_log = structlog.get_logger(__name__)


def telling(listening: socket.socket, stop: asyncio.Event) -> Callable[[Queue], AbstractAsyncContextManager[None]]:
    """Return what tells of a queue's worker where `listening` is, until the block around it ends."""

    @asynccontextmanager
    async def tell(queue: Queue) -> AsyncGenerator[None]:
        pulse = Pulse(queue_state=partial(queue_state, queue), worker_runs=lambda: not stop.is_set())
        async with serving(worker_site(pulse), listening):
            _log.info("watched", address=address_of(listening))
            yield

    return tell
