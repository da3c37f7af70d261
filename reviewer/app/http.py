"""The HTTP server of the service: one socket, one application, ended when told."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from reviewer.domain.errors import SettingsProblem

_BACKLOG: Final = 512
_KEEP_ALIVE_SECONDS: Final = 75
_DRAIN_SECONDS: Final = 8  # as long as an acknowledgement may take


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; from here on callers queue, so nobody is refused while the rest starts.

    Raises:
        SettingsProblem: the address is taken, or not ours.
    """
    # Said to be TCP: only then asyncio turns Nagle's delay off, which would add 40 ms to small answers.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        raise SettingsProblem(
            f"Cannot listen on {host} port {port}: {error}", hint="choose another --host or --port"
        ) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return where a socket listens, as a browser on this machine would ask for it."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


@asynccontextmanager
async def serving(application: ASGIApp, listening: socket.socket) -> AsyncGenerator[asyncio.Task[None]]:
    """Serve `application` while the block runs; requests that have begun are answered before it ends."""
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]), name="http")
    try:
        yield task
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the service has its own, for all of its parts."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield
