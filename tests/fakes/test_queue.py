"""The fake merge queue, lists of open pull requests, and the webhook's settings, as GitHub documents them."""

from __future__ import annotations

from typing import cast

import httpx
import pytest

from tests.fakes.conftest import signed
from tests.fakes.github import acts
from tests.fakes.github.people import App, Installation
from tests.fakes.github.queueing import Method, enqueue
from tests.fakes.github.state import Json, PullRequest
from tests.fakes.github.world import World

QUEUE = (
    'query($b: String) { repository(owner: "acme", name: "shop") { mergeQueue(branch: $b) { entries(first: 10) '
    "{ nodes { position baseCommit { oid } headCommit { oid } pullRequest { number } } } } } }"
)
PULLS = (
    "query($b: String, $s: [PullRequestState!]) { "
    'repository(owner: "acme", name: "shop") { pullRequests(first: 10, baseRefName: $b, states: $s) '
    "{ nodes { number } } } }"
)


def ask(http: httpx.Client, query: str, **variables: object) -> Json:
    return cast("Json", http.post("/graphql", json={"query": query, "variables": variables}).json())


def numbers(http: httpx.Client, **variables: object) -> list[int]:
    shown = http.post("/graphql", json={"query": PULLS, "variables": variables}).json()
    return [node["number"] for node in shown["data"]["repository"]["pullRequests"]["nodes"]]


def test_a_branch_without_a_queue_has_none(http: httpx.Client) -> None:
    assert ask(http, QUEUE, b="main") == {"data": {"repository": {"mergeQueue": None}}}


@pytest.mark.parametrize("method", ["merge", "squash"])
def test_each_entry_stands_on_the_one_before_it(
    http: httpx.Client, world: World, pull: PullRequest, method: Method
) -> None:
    repository = pull.repository
    acts.branch(repository, "other")
    acts.commit(world, repository, "other", {"c.py": b"3\n"})
    other = acts.open_pull(world, repository, "other")
    first, second = enqueue(pull, method), enqueue(other, method)
    shown = http.post("/graphql", json={"query": QUEUE, "variables": {"b": "main"}}).json()
    nodes = shown["data"]["repository"]["mergeQueue"]["entries"]["nodes"]
    assert [(one["baseCommit"]["oid"], one["headCommit"]["oid"], one["pullRequest"]["number"]) for one in nodes] == [
        (repository.git.resolve("refs/heads/main"), first.head_sha, pull.number),
        (first.head_sha, second.head_sha, other.number),
    ]
    assert repository.git.resolve(f"{second.head_sha}:c.py")


def test_the_queue_wants_its_own_permission(http: httpx.Client, installation: Installation, pull: PullRequest) -> None:
    enqueue(pull)
    granted = {name: level for name, level in installation.permissions.items() if name != "merge_queues"}
    installation.permissions = granted
    path = f"/app/installations/{installation.id}/access_tokens"
    token = http.post(path, headers={"Authorization": f"Bearer {signed(installation.app)}"}).json()["token"]
    http.headers["Authorization"] = f"token {token}"
    assert ask(http, QUEUE, b="main")["data"] == {"repository": {"mergeQueue": None}}
    errors = cast("list[Json]", ask(http, QUEUE, b="main")["errors"])
    assert [one["type"] for one in errors] == ["FORBIDDEN"]


def test_pull_requests_are_listed_by_base_and_state_newest_first(
    http: httpx.Client, world: World, pull: PullRequest
) -> None:
    acts.branch(pull.repository, "release")
    onto_release = acts.open_pull(world, pull.repository, "feature", base="release")
    closed = acts.open_pull(world, pull.repository, "feature")
    closed.state = "closed"
    assert numbers(http) == [3, 2, 1]
    assert numbers(http, s=["OPEN"]) == [2, 1]
    assert numbers(http, b="release") == [onto_release.number]
    assert numbers(http, b="main", s=["OPEN"]) == [pull.number]
    assert numbers(http, b="main", s=["MERGED"]) == []


def test_the_webhooks_settings_are_the_apps_own_affair(http: httpx.Client, world: World, app: App) -> None:
    as_app = {"Authorization": f"Bearer {signed(app)}"}
    assert http.get("/app/hook/config", headers=as_app).status_code == 404
    world.webhook = ("https://holdfast.example.com/webhooks/github", "hush")
    assert http.get("/app/hook/config").status_code == 401
    told = http.get("/app/hook/config", headers=as_app)
    assert told.json()["content_type"] == "json"
    assert "hush" not in told.text
