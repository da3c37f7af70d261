"""The App as GitHub has it, read with all its pages and within its limits."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import HostDown
from reviewer.github.app_facts import Registration
from reviewer.github.client import Client
from tests.fakes.github.faults import Fault, Status
from tests.reviewer.github.conftest import Clock, Shop


@pytest.mark.parametrize("seconds", [0.0, 600.0, -600.0])
async def test_the_clock_is_compared_with_the_one_that_answers(client: Client, clock: Clock, seconds: float) -> None:
    clock.seconds += seconds
    app = await Registration(client).app()
    assert abs(app.skew_seconds - seconds) < 60
    assert app.slug == "holdfast"


async def test_all_installations_are_read_and_the_suspended_are_marked(shop: Shop, client: Client) -> None:
    for number in range(120):
        shop.world.install(shop.installation.app, f"owner-{number}").suspended = number == 0
    found = await Registration(client).installations()
    assert len(found) == 121
    assert [one.account for one in found if one.suspended] == ["owner-0"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", {"slug": 7}, {"permissions": []}])
async def test_what_github_does_not_promise_is_no_app(shop: Shop, client: Client, body: object) -> None:
    shop.world.faults.append(Fault(Status(200, body), path="/app"))
    with pytest.raises(HostDown):
        await Registration(client).app()


@pytest.mark.parametrize("body", [b"", {}, [{"id": "x"}], [7]])
async def test_what_github_does_not_promise_is_no_list(shop: Shop, client: Client, body: object) -> None:
    shop.world.faults.append(Fault(Status(200, body), path="/app/installations"))
    with pytest.raises(HostDown):
        await Registration(client).installations()
