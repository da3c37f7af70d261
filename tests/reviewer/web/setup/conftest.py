"""A setup that nobody has begun, at a GitHub where somebody is signed in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from tests.fakes.github.server import FakeServer
from tests.fakes.github.world import World
from tests.setups import Setup, open_setup
from tests.shops import fake_server

__all__ = ["fake_server"]


@pytest.fixture
def world(fake_server: FakeServer, tmp_path: Path) -> Generator[World]:
    with fake_server.world(tmp_path / "github") as made:
        made.account("acme", "Organization")
        made.visitor = made.account("ana")
        yield made


@pytest.fixture
async def setup(world: World) -> AsyncGenerator[Setup]:
    async with open_setup(world) as opened:
        yield opened
