"""The application over a real database of the test's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx
import pytest
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.web.doors import Doors
from tests.sites import doors_of, open_site


@pytest.fixture
def doors(engine: AsyncEngine, queue: App) -> Doors:
    return doors_of(engine, queue)


@pytest.fixture
async def client(doors: Doors) -> AsyncGenerator[httpx.AsyncClient]:
    async with open_site(doors) as opened:
        yield opened
