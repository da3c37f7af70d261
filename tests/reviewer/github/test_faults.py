"""What each fault of GitHub is to the queue. At every call of a review: tests/reviewer/jobs/test_fault_matrix.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from checks.kit import Side
from reviewer.domain.errors import HostDown, MissingPermission, RateLimited, TryAgain
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from tests.fakes.github.faults import (
    CutAfterEffect,
    Fault,
    Kind,
    NeverAnswers,
    Status,
    TruncatedBody,
    graphql_errors,
    primary_limit,
    secondary_limit,
    server_error,
)
from tests.reviewer.github.conftest import Shop, go_ahead
from tests.reviewer.github.findings import LOST, report


async def review(shop: Shop, client: Client) -> None:
    """A whole job, in the order in which the queue's job calls."""
    host = GitHubHost(client)
    head = await host.head_of(shop.key)
    assert head is not None
    run = await host.start_check(shop.key, head, go_ahead)
    material = await host.material(shop.key, head)
    await host.unchanged_files(shop.key, material, [(Side.RIGHT, "README.md")])
    await host.publish(shop.key, run, material, report(material, LOST), go_ahead)


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a review, by its method, its address, and how many like it come before."""

    name: str
    method: str
    path: str
    skip: int = 0

    def __str__(self) -> str:
        return self.name


CALLS = (
    Call("token", "POST", "access_tokens"),
    Call("overview", "POST", "/graphql"),
    Call("begin", "POST", "/check-runs"),
    Call("compare", "GET", "/compare/"),
    Call("files", "POST", "/graphql", skip=1),
    Call("more files", "POST", "/graphql", skip=2),
    Call("complete", "PATCH", "/check-runs"),
    Call("comment", "POST", "/reviews"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault that passes, what it is to the queue, and when it may be tried again (seconds, None for soon)."""

    name: str
    kind: Kind
    error: type[TryAgain]
    after: float | None = None

    def __str__(self) -> str:
        return self.name


PASSING = (
    Trouble("502", server_error(502), HostDown),
    Trouble("503 with Retry-After", Status(503, {}, {"Retry-After": "7"}), HostDown, 7),
    Trouble("504 in HTML", Status(504, b"<html>"), HostDown),
    Trouble("403 secondary", secondary_limit(403), RateLimited, 60),
    Trouble("403 secondary with Retry-After", secondary_limit(403, "17"), RateLimited, 17),
    Trouble("429", secondary_limit(429), RateLimited, 60),
    Trouble("429 with Retry-After", secondary_limit(429, "17"), RateLimited, 17),
    Trouble("no answer", NeverAnswers(), HostDown),
    Trouble("connection cut after the effect", CutAfterEffect(), HostDown),
    Trouble("redirect elsewhere", Status(302, {}, {"Location": "https://x.invalid/"}), HostDown),
)


@pytest.mark.parametrize("call", [CALLS[3], CALLS[6]], ids=str)
@pytest.mark.parametrize("trouble", PASSING, ids=str)
async def test_what_passes_is_tried_again_and_ends_as_if_nothing_had_been(
    shop: Shop, client: Client, impatient: Client, call: Call, trouble: Trouble
) -> None:
    shop.world.faults.append(Fault(trouble.kind, call.method, call.path, skip=call.skip))
    with pytest.raises(trouble.error) as caught:
        await review(shop, impatient if isinstance(trouble.kind, NeverAnswers) else client)
    assert caught.value.after_seconds == trouble.after
    shop.world.faults.clear()
    await review(shop, client)
    (run,) = shop.runs
    assert (run.status, run.conclusion, len(run.annotations)) == ("completed", "action_required", 1)
    assert [len(one.comments) for one in shop.pull.reviews] == [1]


@pytest.mark.parametrize("call", CALLS[:-2], ids=str)
async def test_truncated_json_is_no_answer(shop: Shop, client: Client, call: Call) -> None:
    """The answers to the last two calls are not read: that they came is all they tell."""
    shop.world.faults.append(Fault(TruncatedBody(), call.method, call.path, skip=call.skip))
    with pytest.raises(HostDown):
        await review(shop, client)
    await review(shop, client)
    assert [(run.conclusion, len(run.annotations)) for run in shop.runs] == [("action_required", 1)]
    assert len(shop.pull.comments) == 1


@pytest.mark.parametrize("call", CALLS, ids=str)
async def test_a_used_up_limit_waits_for_its_reset(shop: Shop, client: Client, call: Call) -> None:
    shop.world.faults.append(Fault(primary_limit(1234), call.method, call.path, skip=call.skip))
    with pytest.raises(RateLimited) as caught:
        await review(shop, client)
    left = caught.value.after_seconds
    assert left is not None
    assert 1233 - 60 < left <= 1236, "the test's clock stands at the moment it began"


@pytest.mark.parametrize("skip", [0, 1, 2])
@pytest.mark.parametrize(
    ("kind", "error", "after"),
    [
        (graphql_errors({"type": "RATE_LIMITED", "message": "API rate limit exceeded"}), RateLimited, 60),
        (graphql_errors({"message": "Something went wrong while executing your query."}), HostDown, None),
        (graphql_errors({"message": "This may be the result of a timeout"}), HostDown, None),
        (graphql_errors({"type": "INTERNAL", "message": "?"}, data={"repository": None}), HostDown, None),
        (Status(200, {"data": None}), HostDown, None),
        (Status(200, {"data": {}}), HostDown, None),
        (Status(200, {"data": {"repository": None}}), HostDown, None),
        (Status(200, b"null"), HostDown, None),
    ],
)
async def test_graphql_fails_with_status_200(
    shop: Shop, client: Client, skip: int, kind: Status, error: type[TryAgain], after: float | None
) -> None:
    shop.world.faults.append(Fault(kind, path="/graphql", skip=skip))
    with pytest.raises(error) as caught:
        await review(shop, client)
    assert caught.value.after_seconds == after
    await review(shop, client)
    assert [run.conclusion for run in shop.runs] == ["action_required"]


@pytest.mark.parametrize("pool", ["core", "graphql"])
async def test_the_real_limits_of_an_installation(shop: Shop, client: Client, pool: str) -> None:
    used = shop.installation.core if pool == "core" else shop.installation.graphql
    used.used = used.limit
    with pytest.raises(RateLimited) as caught:
        await review(shop, client)
    assert caught.value.after_seconds is not None
    assert 3000 < caught.value.after_seconds <= 3602


async def test_eighty_writes_a_minute_and_no_more(shop: Shop, client: Client) -> None:
    shop.installation.writes = [datetime.now(UTC)] * 80
    with pytest.raises(RateLimited) as caught:
        await review(shop, client)
    assert caught.value.after_seconds == 60


async def test_five_hundred_things_made_in_an_hour_and_no_more(shop: Shop, client: Client) -> None:
    shop.installation.created = [datetime.now(UTC) - timedelta(minutes=30)] * 500
    with pytest.raises(RateLimited) as caught:
        await review(shop, client)
    assert caught.value.after_seconds == 60


@pytest.mark.parametrize("call", CALLS[1:], ids=str)
async def test_a_token_that_dies_in_mid_review_is_replaced_unnoticed(shop: Shop, client: Client, call: Call) -> None:
    shop.world.faults.append(Fault(Status(401, {"message": "Bad credentials"}), call.method, call.path, skip=call.skip))
    await review(shop, client)
    assert [run.conclusion for run in shop.runs] == ["action_required"]
    assert len(shop.pull.comments) == 1


SUSPENDED = Status(403, {"message": "This installation has been suspended"})


@pytest.mark.parametrize("call", CALLS[1:4], ids=str)
async def test_an_installation_suspended_in_mid_review(shop: Shop, client: Client, call: Call) -> None:
    shop.world.faults.append(Fault(SUSPENDED, call.method, call.path, skip=call.skip))
    with pytest.raises(MissingPermission, match="suspended"):
        await review(shop, client)


async def test_a_refused_review_leaves_the_gate_with_its_verdict(shop: Shop, client: Client) -> None:
    shop.world.faults.append(Fault(SUSPENDED, "POST", "/reviews"))
    await review(shop, client)
    (run,) = shop.runs
    assert (run.status, run.conclusion) == ("completed", "action_required")
    assert "has been suspended" in f"{run.summary}"
