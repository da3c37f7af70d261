"""The fake GitHub as a server: real HTTP on the loopback, in a thread of its own."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from tests.fakes.github.routes import respond
from tests.fakes.github.world import World

_START_SECONDS = 10.0


class FakeServer:
    """Serves one world after the other: starting a server costs more than most tests."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._listening = _listen()
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            log_config=None,
            log_level="critical",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._thread = Thread(target=lambda: self._server.run([self._listening]), name="fake-github", daemon=True)
        self._thread.start()
        assert self._server.up.wait(_START_SECONDS), "the fake GitHub did not start"

    @contextmanager
    def world(self, folder: Path) -> Generator[World]:
        """A new world, whose repositories live under `folder`; `world.root` is the server's address."""
        assert self._world is None, "one world at a time"
        made = World(folder)
        made.root = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._world = made
        try:
            yield made
        finally:
            self._world = None
            made.close()
        assert not made.crashes, f"the fake itself failed: {made.crashes}"

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        world = self._world
        assert world is not None, "a request after the end of its test"
        try:
            await respond(world, scope, receive, send)
        except ClientDisconnect:
            return  # the caller was killed in mid-request
        except Exception:
            world.crashes.append(traceback.format_exc())
            raise

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_START_SECONDS)
        self._listening.close()


def _listen() -> socket.socket:
    """A socket that says it is TCP: only then asyncio sends small answers without 40 ms of delay."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.bind(("127.0.0.1", 0))
    made.listen()
    return made


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextmanager
def fake_github(folder: Path) -> Generator[World]:
    """A world with a server of its own."""
    server = FakeServer()
    try:
        with server.world(folder) as world:
            yield world
    finally:
        server.stop()
