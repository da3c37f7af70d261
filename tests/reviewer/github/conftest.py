"""A fake GitHub with one repository and one pull request, and the adapter that talks to it."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from reviewer.domain.delivery import PullRequestKey
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.http import Http
from reviewer.settings import AppIdentity
from tests.fakes.github import acts
from tests.fakes.github.people import Installation
from tests.fakes.github.server import FakeServer
from tests.fakes.github.state import CheckRun, PullRequest, Repository
from tests.fakes.github.world import World

BASE = b"import auth\n\n\n@auth.required\ndef pay(order):\n    return order.pay()\n"
HEAD = b"import auth\n\n\ndef pay(order):\n    return order.pay()\n"


@dataclass(slots=True)
class Clock:
    """Stands still, at the moment the test began, unless somebody waits; remembers how long."""

    seconds: float = field(default_factory=time.time)
    slept: list[float] = field(default_factory=list[float])

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass(slots=True)
class Shop:
    """One App installed at one owner, with a pull request that removes a guard."""

    world: World
    installation: Installation
    repository: Repository
    pull: PullRequest

    @property
    def key(self) -> PullRequestKey:
        return PullRequestKey(self.installation.id, self.repository.id, self.repository.full_name, self.pull.number)

    @property
    def runs(self) -> list[CheckRun]:
        return self.repository.check_runs

    def calls(self) -> list[str]:
        """Method and last word of each request's path since the server started."""
        return [f"{one.method} {one.path.rsplit('/', 1)[-1]}" for one in self.world.exchanges]


@pytest.fixture(scope="session")
def server() -> Generator[FakeServer]:
    running = FakeServer()
    yield running
    running.stop()


@pytest.fixture
def world(server: FakeServer, tmp_path: Path) -> Generator[World]:
    with server.world(tmp_path / "github") as running:
        yield running


@pytest.fixture
def shop(world: World) -> Shop:
    app = world.app()
    installation = world.install(app, "acme")
    repository = world.repository("acme/shop")
    acts.commit(world, repository, "main", {"orders/views.py": BASE, "README.md": b"# Shop\n"})
    acts.branch(repository, "feature")
    acts.commit(world, repository, "feature", {"orders/views.py": HEAD}, message="Simplify pay")
    return Shop(world, installation, repository, acts.open_pull(world, repository, "feature", title="Simplify"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def connect(shop: Shop, clock: Clock, read_seconds: float) -> Client:
    app = shop.installation.app
    http = Http(shop.world.root, timeout=httpx.Timeout(30.0, read=read_seconds))
    return Client(AppIdentity(app.id, SecretStr(app.private_key), shop.world.root), http=http, clock=clock)


@pytest.fixture
async def client(shop: Shop, clock: Clock) -> AsyncGenerator[Client]:
    """Patient enough for a busy machine: what fails fails by itself."""
    made = connect(shop, clock, 30.0)
    http = made.http
    yield made
    await http.aclose()


@pytest.fixture
async def impatient(shop: Shop, clock: Clock) -> AsyncGenerator[Client]:
    """For requests that are never answered; a slow machine can make it give up on others too."""
    made = connect(shop, clock, 1.0)
    yield made
    await made.aclose()


@pytest.fixture
def host(client: Client) -> GitHubHost:
    return GitHubHost(client)


async def go_ahead() -> None:
    """Lets every write through."""
