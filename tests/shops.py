"""A pull request that removes a guard, at a fake GitHub, and the tools of the job that reviews it."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.analysis import analyse, rule_table
from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.domain.delivery import Delivery, PullRequestKey
from reviewer.github.acts import read_act
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.http import Http
from reviewer.github.merge_groups import GitHubGroups
from reviewer.github.news import read_news
from reviewer.github.survey import GitHubSurvey
from reviewer.github.who import GitHubPeople
from reviewer.jobs.review_job import Tools
from reviewer.settings import AppIdentity
from reviewer.store.records import ReviewRecords
from reviewer.store.sign_offs import SignOffRecords
from tests.deliveries import a_delivery
from tests.fakes.github import acts
from tests.fakes.github.people import App, Installation
from tests.fakes.github.server import FakeServer
from tests.fakes.github.state import CheckRun, PullRequest, Repository
from tests.fakes.github.world import World

BASE = b"""from django.contrib.auth.decorators import login_required


@login_required
def pay(request, order_id):
    return charge(order_id)
"""
HEAD = BASE.replace(b"@login_required\n", b"")


@dataclass(slots=True)
class ImpatientClock:
    """The time of day; waiting between two writes only lets the others run."""

    slept: list[float] = field(default_factory=list[float])

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@dataclass(slots=True)
class Shop:
    """One App installed at one owner, with one open pull request."""

    world: World
    app: App
    installation: Installation
    repository: Repository
    pull: PullRequest

    @property
    def key(self) -> PullRequestKey:
        return PullRequestKey(self.installation.id, self.repository.id, self.repository.full_name, self.pull.number)

    @property
    def identity(self) -> AppIdentity:
        return AppIdentity(self.app.id, SecretStr(self.app.private_key), self.world.root)

    def delivery(self) -> Delivery:
        return a_delivery(self.key, head_sha=self.pull.head_sha)

    def push(self, content: bytes = HEAD + b"# more\n") -> str:
        return acts.push(self.world, self.pull, {"shop/views.py": content})

    def runs(self, head_sha: str | None = None) -> list[CheckRun]:
        wanted = head_sha or self.pull.head_sha
        return [run for run in self.repository.check_runs if run.head_sha == wanted]

    def only_run(self, head_sha: str | None = None) -> CheckRun:
        (run,) = self.runs(head_sha)
        return run


@pytest.fixture(scope="session")
def fake_server() -> Generator[FakeServer]:
    running = FakeServer()
    yield running
    running.stop()


@pytest.fixture
def shop(fake_server: FakeServer, tmp_path: Path) -> Generator[Shop]:
    with fake_server.world(tmp_path / "github") as world:
        app = world.app()
        installation = world.install(app, "acme")
        repository = world.repository("acme/shop")
        acts.commit(world, repository, "main", {"shop/views.py": BASE, "README.md": b"# Shop\n"})
        acts.branch(repository, "feature")
        acts.commit(world, repository, "feature", {"shop/views.py": HEAD}, message="Simplify pay")
        yield Shop(world, app, installation, repository, acts.open_pull(world, repository, "feature"))


@pytest.fixture
async def host(shop: Shop) -> AsyncGenerator[GitHubHost]:
    http = Http(shop.world.root, timeout=httpx.Timeout(5.0, read=2.0))
    client = Client(shop.identity, http=http, clock=ImpatientClock())
    yield GitHubHost(client)
    await client.aclose()


@pytest.fixture
def tools(engine: AsyncEngine, host: GitHubHost) -> Tools:
    return Tools(
        engine=engine,
        host=host,
        analyse=analysed_here,
        rules=rule_table(),
        records=ReviewRecords(engine),
        people=GitHubPeople(host.client, host),
        sign_offs=SignOffRecords(engine),
        groups=GitHubGroups(host.client),
        survey=GitHubSurvey(host.client),
        read_act=read_act,
        read_news=read_news,
    )


async def analysed_here(request: AnalysisRequest) -> Analysis:
    """The real analysis, in a thread, of what reaches the other process; what else the pool adds has its own tests."""
    return await asyncio.to_thread(analyse, pickle.loads(pickle.dumps(request)))  # noqa: S301  (our own bytes)
