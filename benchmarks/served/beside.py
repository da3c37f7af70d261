"""What the server's benchmark needs beside the server: a fake GitHub and a bot to compare with, as processes."""

from __future__ import annotations

import hashlib
import hmac
import json
import multiprocessing
import os
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reviewer.app.http import listen
from reviewer.web.webhook import PATH
from tests.fakes.github import acts
from tests.fakes.github.server import fake_github
from tests.fakes.github.webhooks import pull_request_event
from tests.fakes.github.world import World

SECRET: Final = "It's a Secret to Everybody"  # noqa: S105  # of the fake
_NICENESS: Final = 10  # GitHub has machines of its own: what it takes of this one delays no answer of the service
_SPAWN = multiprocessing.get_context("spawn")
_BASE = b"""from django.contrib.auth.decorators import login_required


@login_required
def pay(request, order_id):
    return charge(order_id)
"""


@dataclass(frozen=True, slots=True)
class Made:
    """Settings of a service for the fake GitHub, and the body of a delivery for each pull request."""

    settings: Mapping[str, str]
    bodies: tuple[bytes, ...]


@contextmanager
def github_process(folder: Path, installations: int) -> Generator[Made]:
    """Run a fake GitHub of `installations` owners, each with one pull request that removes a guard."""
    with _process(_run_github, folder, installations) as pipe:
        yield pipe.recv()


@contextmanager
def bot_process() -> Generator[str]:
    """Run the bot; its address."""
    with _process(_run_bot) as pipe:
        yield pipe.recv()


@contextmanager
def _process(work: Callable[..., None], *arguments: object) -> Generator[Connection]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def _run_github(pipe: Connection, folder: Path, installations: int) -> None:
    os.nice(_NICENESS)
    with fake_github(folder) as world:
        app = world.app()
        settings = {
            **os.environ,
            "HOLDFAST_APP_ID": str(app.id),
            "HOLDFAST_PRIVATE_KEY": app.private_key,
            "HOLDFAST_WEBHOOK_SECRET": SECRET,
            "HOLDFAST_GITHUB_API_URL": world.root,
        }
        bodies: list[bytes] = []
        for number in range(installations):
            world.install(app, f"owner{number}")
            bodies.append(_pull_request(world, f"owner{number}/shop"))
        pipe.send(Made(settings, tuple(bodies)))
        pipe.poll(None)  # until the benchmark ends this process


def _pull_request(world: World, name: str) -> bytes:
    repository = world.repository(name)
    acts.commit(world, repository, "main", {"shop/views.py": _BASE})
    acts.branch(repository, "feature")
    acts.commit(world, repository, "feature", {"shop/views.py": _BASE.replace(b"@login_required\n", b"")})
    pull = acts.open_pull(world, repository, "feature")
    return json.dumps(pull_request_event(world, pull, "opened").payload).encode()


def _run_bot(pipe: Connection) -> None:
    seen: dict[str, object] = {}

    async def receive(request: Request) -> Response:
        body = await request.body()
        expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, request.headers["x-hub-signature-256"]):
            return Response(status_code=401)
        seen[request.headers["x-github-delivery"]] = json.loads(body)
        return Response(status_code=202)

    listening: socket.socket = listen("127.0.0.1", 0)
    pipe.send(f"http://127.0.0.1:{listening.getsockname()[1]}")
    application = Starlette(routes=[Route(PATH, receive, methods=["POST"])])
    config = uvicorn.Config(application, log_config=None, access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listening])
