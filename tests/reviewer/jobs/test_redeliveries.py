"""Deliveries that failed are asked for again: once per failure, and only what never arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from reviewer.domain.errors import HostDown, SettingsProblem
from reviewer.jobs import redeliveries
from reviewer.jobs.accept import accept
from reviewer.jobs.redeliveries import MOST_TIMES, redeliver_missed
from tests.desk import Desk
from tests.fakes.github.faults import Fault, Status, server_error
from tests.fakes.github.traffic import Delivery


def attempt(desk: Desk, *, guid: str | None = None, status: str = "failed to connect to host", age: int = 0) -> str:
    """One attempt in GitHub's log, so many hours ago; its GUID."""
    world = desk.shop.world
    made = Delivery(
        id=next(world.ids),
        guid=guid or str(uuid4()),
        event="pull_request",
        action="opened",
        installation_id=desk.shop.installation.id,
        repository_id=desk.shop.repository.id,
        payload=b"{}",
        delivered_at=datetime.now(UTC) - timedelta(hours=age),
        status=status,
        status_code=502,
    )
    world.deliveries.append(made)
    return made.guid


async def asked(desk: Desk) -> int:
    """Redeliveries that were asked for, as GitHub saw it; none of them is made yet."""
    desk.shop.world.faults.append(Fault(Status(202), method="POST", path="attempts", times=1000))
    before = _attempts(desk)
    count = await redeliver_missed(desk.tools.engine, desk.tools.survey)
    assert _attempts(desk) - before == count
    return count


def _attempts(desk: Desk) -> int:
    return len([one for one in desk.shop.world.exchanges if one.path.endswith("/attempts")])


async def test_what_failed_is_asked_for_once(desk: Desk) -> None:
    attempt(desk)
    assert await asked(desk) == 1
    assert await asked(desk) == 0  # the redelivery is still under way


async def test_a_redelivery_that_failed_too_is_asked_for_again_and_not_for_ever(desk: Desk) -> None:
    guid = attempt(desk)
    times = 0
    for _ in range(MOST_TIMES + 3):
        times += await asked(desk)
        attempt(desk, guid=guid)
    assert times == MOST_TIMES


async def test_what_arrived_by_another_attempt_is_not_asked_for(desk: Desk) -> None:
    delivery = desk.shop.delivery()
    await accept(delivery, desk.queue)
    attempt(desk, guid=str(delivery.id))
    assert await asked(desk) == 0


async def test_what_succeeded_and_what_is_too_old_is_left(desk: Desk) -> None:
    attempt(desk, status="OK")
    attempt(desk, age=80)
    assert await asked(desk) == 0


async def test_all_pages_are_read_by_their_cursor(desk: Desk) -> None:
    for _ in range(230):
        attempt(desk)
    found = await desk.tools.survey.failed_deliveries()
    assert len({one.guid for one in found}) == 230
    queries = [one.query for one in desk.shop.world.exchanges]
    assert len(queries) == 3
    assert not [query for query in queries if "&page=" in query]


async def test_a_flood_is_asked_for_in_parts_the_oldest_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redeliveries, "MOST_AT_ONCE", 2)
    for age in (1, 3, 2):
        attempt(desk, age=age)
    log = desk.shop.world.deliveries
    assert await asked(desk) == 2
    assert await asked(desk) == 1
    paths = [one.path for one in desk.shop.world.exchanges if one.path.endswith("/attempts")]
    order = [log[position].id for position in (1, 2, 0)]
    assert [int(path.split("/")[-2]) for path in paths] == order


async def test_an_attempt_that_github_forgot_does_not_stop_the_others(desk: Desk) -> None:
    for age in (2, 1):
        attempt(desk, age=age)
    desk.shop.world.faults.append(Fault(server_error(404), method="POST", path="attempts"))
    assert await asked(desk) == 2


async def test_a_github_that_is_down_is_asked_later(desk: Desk) -> None:
    attempt(desk)
    desk.shop.world.faults.append(Fault(server_error(), path="hook/deliveries"))
    with pytest.raises(HostDown):
        await asked(desk)
    assert await asked(desk) == 1


async def test_a_key_that_github_does_not_know_is_said(desk: Desk) -> None:
    desk.shop.world.faults.append(Fault(server_error(401), path="hook/deliveries"))
    with pytest.raises(SettingsProblem):
        await asked(desk)
