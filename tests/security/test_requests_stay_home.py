"""Our requests go to one address, the API of the settings, whatever GitHub's answers and deliveries name."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import cast

import pytest
from typing_extensions import override

from reviewer.domain.errors import HoldfastError
from tests.desk import Desk
from tests.fakes.github.faults import Fault, Status
from tests.fakes.github.state import Json
from tests.fakes.github.webhooks import Event, comment_event, pull_request_event


class Trap(ThreadingTCPServer):
    """Another server of the same machine, where nobody has any business; it remembers who came."""

    def __init__(self) -> None:
        self.came: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(StreamRequestHandler):
    @override
    def handle(self) -> None:
        assert isinstance(self.server, Trap)
        self.server.came.append(self.rfile.readline().decode())
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def trap() -> Generator[Trap]:
    made = Trap()
    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def targets(trap: Trap, home: str) -> list[str]:
    """Addresses that look as if they were ours."""
    host = home.removeprefix("http://")
    return [
        f"http://{trap.address}/x",
        f"//{trap.address}/x",
        f"http://{host}@{trap.address}/x",
        f"http:\\\\{trap.address}/x",
        f"HTTP://{trap.address}/x",
        f"http://{trap.address}#@{host}/",
        f"https://{host}/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "gopher://127.0.0.1/",
    ]


CALLS = (
    ("POST", "access_tokens"),
    ("POST", "/graphql"),
    ("POST", "/check-runs"),
    ("GET", "/compare/"),
    ("PATCH", "/check-runs"),
)


async def test_no_redirect_leads_a_review_elsewhere(desk: Desk, trap: Trap) -> None:
    world = desk.shop.world
    for method, path in CALLS:
        for number, target in enumerate(targets(trap, world.root)[: 11 if method == "GET" else 4]):
            status = (301, 302, 307, 308)[number % 4]
            world.faults[:] = [Fault(Status(status, {}, {"Location": target}), method, path)]
            with suppress(HoldfastError):
                await desk.review("reopened")
    assert trap.came == []


def poisoned(event: Event, address: str, **extra: object) -> Event:
    """The same event, with each address in it leading to the trap."""

    def lead_away(pairs: list[tuple[str, object]]) -> Json:
        return {key: f"http://{address}/{key}" if "url" in key or key == "href" else it for key, it in pairs}

    text = json.dumps({**event.payload, **extra})
    return Event(event.name, cast("Json", json.loads(text, object_pairs_hook=lead_away)))


async def test_no_address_of_a_delivery_is_ever_used(desk: Desk, trap: Trap) -> None:
    world, pull = desk.shop.world, desk.shop.pull
    for event in (pull_request_event(world, pull, "opened"), pull_request_event(world, pull, "reopened")):
        evil = poisoned(event, trap.address, url="x", _links={"self": {"href": "x"}}, callback_url="x")
        assert await desk.work(evil) == "reviewed"
    said = await desk.say("bo", "/holdfast status")
    await desk.work(poisoned(comment_event(world, pull, said, "created"), trap.address))
    assert trap.came == []
    assert desk.run.conclusion == "action_required"


async def test_no_further_page_is_asked_for_elsewhere(desk: Desk, trap: Trap) -> None:
    world = desk.shop.world
    link = {"Link": f'<http://{trap.address}/page2>; rel="next"', "X-Next": f"http://{trap.address}"}
    world.faults[:] = [Fault(Status(200, {"check_runs": [], "total_count": 500}, link), "GET", "/check-runs", times=9)]
    await desk.review("opened")
    await desk.review("reopened")
    assert trap.came == []
