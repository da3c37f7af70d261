"""The application behind real HTTP on a free port, for tests."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import httpx
from procrastinate import App
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.app.http import listen, serving
from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.github.events import read_event
from reviewer.github.signature import check_signature
from reviewer.jobs.accept import Accepted, accept
from reviewer.jobs.announcements import announce
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.state import queue_state
from reviewer.web.doors import Doors
from reviewer.web.incidents import Incidents
from reviewer.web.pages.desk import ClosedPages, Pages
from reviewer.web.site import site
from tests.plain_http import NO_CERTIFICATES
from tests.webhooks import SECRET

APP_ID = 100_000
"""The App that the doors belong to; the first of a fake world has this number."""


def doors_of(engine: AsyncEngine, queue: App) -> Doors:
    """The doors as the service has them, over a database."""

    async def keep(taken: Delivery | Announcement) -> Accepted:
        with outages_as_store_down():
            if isinstance(taken, Announcement):
                return await announce(taken, engine, queue)
            return await accept(taken, queue)

    return Doors(
        check_signature=partial(check_signature, secrets=(SecretStr(SECRET),)),
        read_event=partial(read_event, app_id=APP_ID),
        accept=keep,
        queue_state=partial(queue_state, queue),
        worker_runs=lambda: True,
    )


@asynccontextmanager
async def open_site(
    doors: Doors, pages: Pages | None = None, records: Incidents | None = None
) -> AsyncGenerator[httpx.AsyncClient]:
    """Serves an application and gives a client of it."""
    listening = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with (
        serving(site(doors, pages or ClosedPages(), records), listening),
        httpx.AsyncClient(base_url=address, timeout=30, verify=NO_CERTIFICATES) as client,
    ):
        yield client
