"""Credentials, connections and what never leaves: the client against the fake GitHub."""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from datetime import UTC, datetime

import httpx
import pytest
from pydantic import SecretStr

from reviewer.domain.errors import HostDown, MissingPermission, RateLimited, SettingsProblem, Superseded
from reviewer.github.answers import NotVisible, RejectedRequest, TooMuch, Unauthorised
from reviewer.github.client import Client
from reviewer.github.http import Http
from reviewer.settings import AppIdentity
from tests.fakes.github.faults import CutAfterEffect, Fault, NeverAnswers, Status, TruncatedBody, secondary_limit
from tests.reviewer.github.conftest import Clock, Shop, go_ahead

REPO = "/repos/acme/shop"


def identity(shop: Shop, url: str = "") -> AppIdentity:
    app = shop.installation.app
    return AppIdentity(app.id, SecretStr(app.private_key), url or shop.world.root)


async def test_ten_first_requests_mint_one_token(shop: Shop, client: Client) -> None:
    api = client.installation(shop.installation.id)
    await asyncio.gather(*(api.get(REPO) for _ in range(10)))
    assert shop.calls().count("POST access_tokens") == 1
    assert shop.calls().count("GET shop") == 10


async def test_two_installations_have_a_token_each(shop: Shop, client: Client) -> None:
    other = shop.world.install(shop.installation.app, "other")
    with pytest.raises(NotVisible):
        await client.installation(other.id).get(REPO)
    assert (await client.installation(shop.installation.id).get(REPO)).status == 200


async def test_a_token_is_replaced_before_it_expires(shop: Shop, client: Client, clock: Clock) -> None:
    api = client.installation(shop.installation.id)
    await api.get(REPO)
    clock.seconds += 57 * 60
    await api.get(REPO)
    assert shop.calls().count("POST access_tokens") == 1
    clock.seconds += 2 * 60
    await api.get(REPO)
    assert shop.calls().count("POST access_tokens") == 2


async def test_a_revoked_token_is_replaced_once_without_a_second_effect(shop: Shop, client: Client) -> None:
    api = client.installation(shop.installation.id)
    await api.get(REPO)
    for token in shop.world.tokens.values():
        token.expires_at = datetime.now(UTC)
    body = {"name": "Holdfast", "head_sha": shop.pull.head_sha}
    await api.write("POST", f"{REPO}/check-runs", body, go_ahead)
    assert len(shop.runs) == 1
    assert shop.calls().count("POST access_tokens") == 2


async def test_a_token_that_is_never_accepted_is_not_minted_for_ever(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(Status(401, {"message": "Bad credentials"}), path=f"{REPO}\\?", times=100))
    with pytest.raises(Unauthorised):
        await client.installation(shop.installation.id).get(REPO)
    assert shop.calls().count("POST access_tokens") == 2


async def test_a_wrong_key_is_a_problem_of_the_settings(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(Status(401, {"message": "A JSON web token could not be decoded"})))
    with pytest.raises(SettingsProblem, match="private key"):
        await client.installation(shop.installation.id).get(REPO)


async def test_an_unknown_app_is_told_apart_from_an_uninstalled_one(shop: Shop, client: Client) -> None:
    shop.installation.removed = True
    with pytest.raises(NotVisible, match="no longer installed"):
        await client.installation(shop.installation.id).get(REPO)


async def test_a_suspended_installation_is_a_missing_permission(shop: Shop, client: Client) -> None:
    shop.installation.suspended = True
    with pytest.raises(MissingPermission, match="suspended"):
        await client.installation(shop.installation.id).get(REPO)


async def test_an_installation_suspended_between_two_requests(shop: Shop, client: Client) -> None:
    api = client.installation(shop.installation.id)
    await api.get(REPO)
    shop.installation.suspended = True
    with pytest.raises(MissingPermission, match="suspended"):
        await api.get(REPO)


@pytest.mark.parametrize("given", [b"", b"{}", b'{"token": "ghs_x"}', b'{"token": 7, "expires_at": "soon"}', b"[]"])
async def test_a_token_answer_that_is_none(shop: Shop, client: Client, given: bytes) -> None:
    shop.world.faults.append(Fault(Status(201, given), path="access_tokens"))
    with pytest.raises(HostDown):
        await client.installation(shop.installation.id).get(REPO)
    assert (await client.installation(shop.installation.id).get(REPO)).status == 200


async def test_a_permission_that_is_missing_is_named(shop: Shop, client: Client) -> None:
    shop.installation.permissions = {"metadata": "read", "checks": "read"}
    with pytest.raises(MissingPermission) as caught:
        await client.installation(shop.installation.id).write("POST", f"{REPO}/check-runs", {}, go_ahead)
    assert caught.value.hint == "the App needs checks=write"


@pytest.mark.parametrize("way", ["rest", "graphql"])
async def test_rights_that_were_granted_meanwhile_count_before_the_token_expires(
    shop: Shop, client: Client, clock: Clock, way: str
) -> None:
    api = client.installation(shop.installation.id)
    query = "query($o: String!, $n: String!) { repository(owner: $o, name: $n) { pullRequest(number: 1) { title } } }"

    async def ask() -> None:
        if way == "rest":
            await api.get("/repos/acme/shop/pulls/1")
        else:
            await api.graphql(query, {"o": "acme", "n": "shop"})

    granted = shop.installation.permissions
    shop.installation.permissions = {name: right for name, right in granted.items() if name != "pull_requests"}
    for _ in range(2):
        with pytest.raises(MissingPermission):
            await ask()
    assert shop.calls().count("POST access_tokens") == 1, "a refusal costs no token each time"
    shop.installation.permissions = granted
    clock.seconds += 90
    await ask()
    assert shop.calls().count("POST access_tokens") == 2


async def test_a_limit_is_not_mistaken_for_a_right_that_is_missing(shop: Shop, client: Client, clock: Clock) -> None:
    api = client.installation(shop.installation.id)
    await api.get("/repos/acme/shop")
    clock.seconds += 90
    shop.world.faults.append(Fault(secondary_limit(), method="GET"))
    with pytest.raises(RateLimited):
        await api.get("/repos/acme/shop")
    assert shop.calls() == ["POST access_tokens", "GET shop", "GET shop"]


async def test_enterprise_server_has_its_own_paths(shop: Shop, clock: Clock) -> None:
    client = Client(identity(shop, f"{shop.world.root}/api/v3"), clock=clock)
    api = client.installation(shop.installation.id)
    assert (await api.get(REPO)).status == 200
    assert await api.graphql("query { rateLimit { cost } }", {}) == {"rateLimit": None}
    await client.aclose()
    paths = [one.path for one in shop.world.exchanges]
    assert paths == [
        f"/api/v3/app/installations/{shop.installation.id}/access_tokens",
        f"/api/v3{REPO}",
        "/api/graphql",
    ]


async def test_a_renamed_repository_is_found_on_the_same_host(shop: Shop, client: Client) -> None:
    shop.world.rename(shop.repository, "store")
    answer = await client.installation(shop.installation.id).get(REPO)
    assert json.loads(answer.body)["full_name"] == "acme/store"


async def test_a_renamed_repository_is_written_to(shop: Shop, client: Client) -> None:
    shop.world.rename(shop.repository, "store")
    body = {"name": "Holdfast", "head_sha": shop.pull.head_sha}
    await client.installation(shop.installation.id).write("POST", f"{REPO}/check-runs", body, go_ahead)
    assert len(shop.runs) == 1


@pytest.mark.parametrize(
    "location",
    [
        "https://api.github.invalid/repos/acme/shop",
        "http://127.0.0.1:1/repos/acme/shop",
        "//169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_leads_to_another_host(shop: Shop, client: Client, location: str, status: int) -> None:
    headers = {"Location": location}
    shop.world.faults.append(Fault(Status(status, {"message": "Moved"}, headers), path=REPO, times=9))
    with pytest.raises(HostDown, match="redirect"):
        await client.installation(shop.installation.id).get(REPO)


async def test_redirects_in_a_circle_end(shop: Shop, client: Client) -> None:
    fault = Status(302, {}, {"Location": f"{shop.world.root}{REPO}"})
    shop.world.faults.append(Fault(fault, path=REPO, times=100))
    with pytest.raises(HostDown, match="circle"):
        await client.installation(shop.installation.id).get(REPO)


async def test_no_answer_ends_in_time(shop: Shop, impatient: Client) -> None:
    shop.world.faults.append(Fault(NeverAnswers(), path=REPO))
    with pytest.raises(HostDown, match="in time"):
        await impatient.installation(shop.installation.id).get(REPO)


async def test_nobody_listening_is_a_host_that_is_down(shop: Shop, clock: Clock) -> None:
    client = Client(identity(shop, "http://127.0.0.1:9"), clock=clock)
    with pytest.raises(HostDown, match="no whole answer"):
        await client.installation(shop.installation.id).get(REPO)
    await client.aclose()


async def test_a_connection_that_is_cut_is_a_host_that_is_down(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(CutAfterEffect(), path=REPO))
    with pytest.raises(HostDown, match="no whole answer"):
        await client.installation(shop.installation.id).get(REPO)


async def test_truncated_json_is_a_host_that_is_down(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(TruncatedBody(), path=REPO))
    answer = await client.installation(shop.installation.id).get(REPO)
    with pytest.raises(HostDown, match="no whole JSON"):
        answer.json()


async def test_an_answer_is_bounded(shop: Shop, clock: Clock) -> None:
    client = Client(identity(shop), http=Http(shop.world.root, largest=2000), clock=clock)
    shop.world.faults.append(Fault(Status(200, b"x" * 2001), path=REPO))
    with pytest.raises(TooMuch, match="2000 bytes"):
        await client.installation(shop.installation.id).get(REPO)
    await client.aclose()


async def test_a_wrong_request_of_ours_is_a_bug_and_not_retried(shop: Shop, client: Client) -> None:
    with pytest.raises(RejectedRequest, match="422"):
        await client.installation(shop.installation.id).write("POST", f"{REPO}/check-runs", {"name": "x"}, go_ahead)


@pytest.mark.parametrize(
    "kind",
    [Status(500, {"message": "x"}), Status(429), Status(404), NeverAnswers(), CutAfterEffect(), Status(200, b"[")],
)
async def test_no_secret_in_any_error(
    shop: Shop, client: Client, impatient: Client, kind: Status | NeverAnswers | CutAfterEffect
) -> None:
    """Neither token nor key stands in an error, its causes, or the values that a traceback could show."""
    await client.installation(shop.installation.id).get(REPO)
    client.http = impatient.http  # with the token that it has
    shop.world.faults.append(Fault(kind, path=REPO, times=9))
    with pytest.raises(Exception, match="GET /repos/acme/shop") as caught:  # whichever it is, it goes to the log
        (await client.installation(shop.installation.id).get(REPO)).json()
    ours = caught.tb.tb_next  # this test's own frame knows the key
    shown = traceback.TracebackException(caught.type, caught.value, ours, capture_locals=True)
    told = "".join(shown.format())
    assert not re.search(r"ghs_[0-9]+_\w+", told)
    assert "PRIVATE KEY" not in told


async def test_the_token_is_sent_to_no_error_message_of_githubs(shop: Shop, client: Client) -> None:
    await client.installation(shop.installation.id).get(REPO)
    (token,) = shop.world.tokens
    assert token not in repr(await client.token(shop.installation.id))


async def test_writes_wait_a_second_for_each_other_and_reads_do_not(shop: Shop, client: Client, clock: Clock) -> None:
    api = client.installation(shop.installation.id)
    body = {"name": "Holdfast", "head_sha": shop.pull.head_sha}
    await asyncio.gather(*(api.write("POST", f"{REPO}/check-runs", body, go_ahead) for _ in range(3)))
    await asyncio.gather(*(api.get(REPO) for _ in range(3)))
    assert clock.slept == [1.0, 1.0]


async def test_a_write_that_was_overtaken_does_not_happen(shop: Shop, client: Client) -> None:
    async def overtaken() -> None:
        raise Superseded("a newer one")

    with pytest.raises(Superseded):
        await client.installation(shop.installation.id).write("POST", f"{REPO}/check-runs", {}, overtaken)
    assert shop.calls() == []


async def test_connections_are_kept(shop: Shop, client: Client) -> None:
    """A new connection for each request would cost a TLS handshake each."""
    api = client.installation(shop.installation.id)
    for _ in range(5):
        await api.get(REPO)
    assert len({one.port for one in shop.world.exchanges}) == 1


def test_the_default_time_outs_are_finite() -> None:
    http = Http("https://api.github.invalid")
    assert http.url("/repos/a/b?x=1") == httpx.URL("https://api.github.invalid/repos/a/b?x=1")
    assert None not in http.timeout.as_dict().values()


@pytest.mark.parametrize(
    ("base", "rest", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com/app", "https://api.github.com/graphql"),
        ("https://api.github.com/", "https://api.github.com/app", "https://api.github.com/graphql"),
        ("https://ghe.x/api/v3", "https://ghe.x/api/v3/app", "https://ghe.x/api/graphql"),
        ("https://ghe.x/api/v3/", "https://ghe.x/api/v3/app", "https://ghe.x/api/graphql"),
        ("https://ghe.x:8443/api/v3", "https://ghe.x:8443/api/v3/app", "https://ghe.x:8443/api/graphql"),
    ],
)
def test_addresses(base: str, rest: str, graphql: str) -> None:
    http = Http(base)
    assert (str(http.url("/app")), str(http.url("/graphql"))) == (rest, graphql)
