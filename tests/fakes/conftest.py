"""A fake GitHub with one pull request, and a caller with an installation token."""

from __future__ import annotations

import time
from collections.abc import Generator
from functools import cache
from pathlib import Path

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.fakes.github import acts
from tests.fakes.github.people import App, Installation
from tests.fakes.github.server import FakeServer
from tests.fakes.github.state import PullRequest
from tests.fakes.github.world import World
from tests.plain_http import NO_CERTIFICATES

REPO = "/repos/acme/shop"


@pytest.fixture(scope="module")
def server() -> Generator[FakeServer]:
    running = FakeServer()
    yield running
    running.stop()


@pytest.fixture
def world(server: FakeServer, tmp_path: Path) -> Generator[World]:
    with server.world(tmp_path / "github") as running:
        yield running


@pytest.fixture
def app(world: World) -> App:
    return world.app()


@pytest.fixture
def installation(world: World, app: App) -> Installation:
    return world.install(app, "acme")


@pytest.fixture
def pull(world: World, installation: Installation) -> PullRequest:
    repository = world.repository(f"{installation.account.login}/shop")
    acts.commit(world, repository, "main", {"a.py": b"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.py": b"1\n"})
    acts.branch(repository, "feature")
    acts.commit(world, repository, "feature", {"a.py": b"1\ntwo\n3\n4\n5\n6\n7\n8\n9\n", "b.py": b"1\n2\n"})
    return acts.open_pull(world, repository, "feature")


@cache
def _read_key(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    return key


def signed(app: App, **claims: object) -> str:
    now = int(time.time())
    said = {"iss": str(app.id), "iat": now - 60, "exp": now + 540, **claims}
    return jwt.encode(said, _read_key(app.private_key), "RS256")


@pytest.fixture
def http(world: World, app: App, installation: Installation, pull: PullRequest) -> Generator[httpx.Client]:
    """With an installation token."""
    assert pull.number == 1
    with httpx.Client(base_url=world.root, verify=NO_CERTIFICATES) as client:
        path = f"/app/installations/{installation.id}/access_tokens"
        token = client.post(path, headers={"Authorization": f"Bearer {signed(app)}"}).json()["token"]
        client.headers["Authorization"] = f"token {token}"
        yield client


def run_body(pull: PullRequest, **more: object) -> dict[str, object]:
    return {"name": "Holdfast", "head_sha": pull.head_sha, **more}
