"""Who may ask the fake GitHub what, how often, and what it sends by itself."""

from __future__ import annotations

import time

import httpx
import pytest

from tests.fakes.conftest import REPO, run_body, signed
from tests.fakes.github.people import App, Installation
from tests.fakes.github.state import PullRequest
from tests.fakes.github.webhooks import headers_for, pull_request_event, send
from tests.fakes.github.world import World


@pytest.mark.parametrize(
    ("claim", "value"),
    [("exp", -3600), ("exp", 3600), ("iss", "1"), ("iat", 600)],
    ids=["expired", "too long", "another app", "from the future"],
)
def test_a_jwt_has_its_rules(world: World, app: App, http: httpx.Client, claim: str, value: int | str) -> None:
    """Moments are seconds from now: the tests may have been collected long ago."""
    given = int(time.time()) + value if isinstance(value, int) else value
    answer = http.get("/app", headers={"Authorization": f"Bearer {signed(app, **{claim: given})}"})
    assert answer.status_code in {401, 404}
    assert http.get("/app", headers={"Authorization": f"Bearer {signed(app)}"}).status_code == 200
    assert world.apps == [app]


def test_a_token_is_long_and_of_one_hour(http: httpx.Client, world: World) -> None:
    (token,) = world.tokens
    assert token.startswith("ghs_100000_")
    assert len(token) > 200
    assert http.headers["Authorization"] == f"token {token}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer ghs_1_x"}, 401),
        ({"Authorization": "Basic eDp5"}, 401),
        ({"User-Agent": ""}, 403),
        ({"X-GitHub-Api-Version": "2001-01-01"}, 400),
        ({"X-GitHub-Api-Version": "2022-11-28"}, 200),
    ],
)
def test_the_doors(http: httpx.Client, headers: dict[str, str], status: int) -> None:
    assert http.get(REPO, headers=headers).status_code == status


@pytest.mark.parametrize("path", [f"{REPO}/", "/repos/acme/none", "/repos/other/shop", "/nothing", f"{REPO}/pulls/9"])
def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(http: httpx.Client, world: World, path: str) -> None:
    world.repository("other/shop")
    answer = http.get(path)
    assert (answer.status_code, answer.json()["message"]) == (404, "Not Found")


def test_a_missing_permission_is_named(http: httpx.Client, world: World, pull: PullRequest) -> None:
    for token in world.tokens.values():
        token.permissions = {"checks": "read"}
    answer = http.post(f"{REPO}/check-runs", json=run_body(pull))
    assert (answer.status_code, answer.json()["message"]) == (403, "Resource not accessible by integration")
    assert answer.headers["X-Accepted-GitHub-Permissions"] == "checks=write"


def test_permission_hides_what_role_name_shows(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.account("max")
    pull.repository.roles["max"] = "maintain"
    shown = http.get(f"{REPO}/collaborators/max/permission").json()
    assert (shown["permission"], shown["role_name"]) == ("write", "maintain")


def test_membership_may_be_pending(http: httpx.Client, world: World) -> None:
    world.teams["acme", "dba"] = {"ana": "active", "bo": "pending"}
    shown = [http.get(f"/orgs/acme/teams/dba/memberships/{one}") for one in ("ana", "bo", "zoe")]
    assert [one.json().get("state") for one in shown] == ["active", "pending", None]


def test_the_hourly_limit_and_the_one_on_writes(
    http: httpx.Client, installation: Installation, pull: PullRequest
) -> None:
    *_, answer = [http.post(f"{REPO}/check-runs", json=run_body(pull)) for _ in range(81)]
    assert (answer.status_code, answer.headers["Retry-After"]) == (403, "60")
    installation.core.used = installation.core.limit
    answer = http.get(REPO)
    assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert int(answer.headers["X-RateLimit-Reset"]) > time.time()


def test_a_deliverys_headers_and_its_redelivery(http: httpx.Client, world: World, app: App, pull: PullRequest) -> None:
    world.webhook = (f"{world.root}/nobody-listens-here", "secret")
    event = pull_request_event(world, pull, "opened")
    made = send(world, event)
    assert made is not None
    assert made.status_code == 404
    assert headers_for("ping", "g", b"Hello, World!", "It's a Secret to Everybody")["X-Hub-Signature-256"].endswith(
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )
    as_app = {"Authorization": f"Bearer {signed(app)}"}
    (failed,) = http.get("/app/hook/deliveries", params={"status": "failure"}, headers=as_app).json()
    assert (failed["guid"], failed["event"], failed["action"]) == (made.guid, "pull_request", "opened")
    assert http.get("/app/hook/deliveries", params={"page": 1}, headers=as_app).status_code == 422


def test_an_oversized_payload_is_never_sent(world: World, pull: PullRequest) -> None:
    pull.body = "x" * (26 * 1024 * 1024)
    assert send(world, pull_request_event(world, pull, "edited")) is None
    assert world.deliveries == []


def test_a_renamed_repository_redirects_on_the_same_host(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.rename(pull.repository, "store")
    answer = http.get(f"{REPO}/pulls/1")
    assert answer.status_code == 301
    assert http.get(answer.headers["Location"]).json()["number"] == 1
