"""The pages in a real browser, the one that is here, which is started once: each test has a window of its own in it.

Where there is none, these tests are left out, and `tests/conftest.py` says so.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.jobs.queue import open_queue
from reviewer.store.engine import Database, is_hung_up
from tests.browsers import find_browser
from tests.desk import Desk, desk
from tests.shops import ImpatientClock, Shop, fake_server, shop, tools
from tests.visits import Visits, open_visits

__all__ = ["desk", "fake_server", "shop", "tools"]

collect_ignore_glob = [] if find_browser() else ["test_*.py"]


together = partial(pytest_asyncio.fixture, loop_scope="session")
"""A browser lives in one event loop, so all that is used beside it lives there too."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@together(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Headless; the browser's own sandbox does not work for root."""
    async with async_playwright() as driver:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = await driver.chromium.launch(executable_path=find_browser(), args=arguments)
        yield opened
        await opened.close()


@together
async def engine(database: Database) -> AsyncGenerator[AsyncEngine]:
    made = database.engine()
    yield made
    await made.dispose()


@together
async def queue(database: Database) -> AsyncGenerator[App]:
    async with open_queue(database.url, database.options(), is_hung_up) as opened:
        yield opened


@together
async def host(shop: Shop) -> AsyncGenerator[GitHubHost]:
    client = Client(shop.identity, clock=ImpatientClock())
    yield GitHubHost(client)
    await client.aclose()


@together
async def visits(shop: Shop, engine: AsyncEngine, queue: App) -> AsyncGenerator[Visits]:
    shop.repository.roles.update({"ana": "write", "bo": "write", "eve": "read"})
    async with open_visits(shop, engine, queue) as opened:
        shop.world.visitor = shop.world.account("eve")
        yield opened


@together
async def reviewed(desk: Desk) -> Desk:
    """Two pushes, and a sign-off that the second one made void."""
    await desk.review("opened")
    await desk.say("bo", "/holdfast sign-off auth the gateway checks it")
    desk.shop.push(b"def pay(request, order_id):\n    return charge(order_id, twice=True)\n")
    await desk.review()
    return desk
