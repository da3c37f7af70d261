"""The fake GitHub as a server: real HTTP on the loopback, in a thread of its own."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import uvicorn

from tests.fakes.github.routes import application
from tests.fakes.github.world import World

_START_SECONDS = 10.0


@contextmanager
def fake_github(folder: Path) -> Generator[World]:
    """A running fake GitHub whose repositories live under `folder`; `world.root` is its address."""
    world = World(folder)
    listening = socket.create_server(("127.0.0.1", 0))
    world.root = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = _Server(
        uvicorn.Config(
            application(world), log_config=None, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
    )
    thread = Thread(target=server.run, args=([listening],), name="fake-github", daemon=True)
    thread.start()
    assert server.up.wait(_START_SECONDS), "the fake GitHub did not start"
    try:
        yield world
    finally:
        server.should_exit = True
        thread.join(_START_SECONDS)
        listening.close()
        world.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()
