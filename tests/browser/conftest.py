"""The pages in a real browser, the one that is here.

Where there is none, these tests are left out, and `tests/conftest.py` says so.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser, async_playwright
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.browsers import find_browser
from tests.desk import Desk, desk
from tests.shops import Shop, fake_server, host, shop, tools
from tests.visits import Visits, open_visits

__all__ = ["desk", "fake_server", "host", "shop", "tools"]

collect_ignore_glob = [] if find_browser() else ["test_*.py"]


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    """Headless; the browser's own sandbox does not work for root."""
    async with async_playwright() as driver:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = await driver.chromium.launch(executable_path=find_browser(), args=arguments)
        yield opened
        await opened.close()


@pytest.fixture
async def visits(shop: Shop, engine: AsyncEngine, queue: App) -> AsyncGenerator[Visits]:
    shop.repository.roles.update({"ana": "write", "bo": "write", "eve": "read"})
    async with open_visits(shop, engine, queue) as opened:
        shop.world.visitor = shop.world.account("eve")
        yield opened


@pytest.fixture
async def reviewed(desk: Desk) -> Desk:
    """Two pushes, and a sign-off that the second one made void."""
    await desk.review("opened")
    await desk.say("bo", "/holdfast sign-off auth the gateway checks it")
    desk.shop.push(b"def pay(request, order_id):\n    return charge(order_id, twice=True)\n")
    await desk.review()
    return desk
