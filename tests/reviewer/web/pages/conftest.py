"""The pages over a real database, with a fake GitHub to sign in at, and a pull request that was reviewed."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.desk import Desk, desk
from tests.shops import Shop, fake_server, host, shop, tools
from tests.visits import Visits, open_visits

__all__ = ["desk", "fake_server", "host", "shop", "tools"]
PATH = "/repos/acme/shop/pulls/1"


@pytest.fixture
async def visits(shop: Shop, engine: AsyncEngine, queue: App) -> AsyncGenerator[Visits]:
    """Eve may read the repository, and Ana to Dee may more; Mallory may not see it."""
    shop.repository.roles.update({"ana": "write", "bo": "write", "cy": "write", "dee": "admin", "eve": "read"})
    async with open_visits(shop, engine, queue) as opened:
        yield opened


@pytest.fixture
async def reviewed(desk: Desk) -> Desk:
    """Its pull request is reviewed: one boundary waits."""
    await desk.review("opened")
    return desk
