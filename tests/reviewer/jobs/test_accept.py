"""Acceptance: kept and queued together or not at all, once per GUID, and the newest delivery wins."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from msgspec.structs import replace
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import DeliveryId, Generation
from reviewer.domain.errors import Superseded
from reviewer.jobs.accept import accept
from reviewer.jobs.deliveries import load
from reviewer.jobs.heads import claim, claim_as_it_is, next_generation
from reviewer.jobs.queue import ACT, QUEUE, RECHECK, REVIEW
from tests.deliveries import PULL_REQUEST, a_delivery


async def _jobs(queue: App) -> list[Job]:
    return list(await queue.job_manager.list_jobs_async())


async def test_a_delivery_is_kept_as_it_came_and_its_job_carries_the_guid_only(engine: AsyncEngine, queue: App) -> None:
    delivery = a_delivery()
    assert await accept(delivery, queue) == "queued"
    kept = await load(engine, delivery.id)
    assert kept is not None
    assert (kept.delivery, kept.generation) == (delivery, 1)
    (job,) = await _jobs(queue)
    assert (job.task_name, job.task_kwargs) == (REVIEW, {"delivery_id": str(delivery.id)})


async def test_the_same_guid_again_changes_nothing(engine: AsyncEngine, queue: App) -> None:
    first = a_delivery()
    await accept(first, queue)
    again = replace(first, head_sha="b" * 40, body=b"other")
    assert await accept(again, queue) == "repeated"
    kept = await load(engine, first.id)
    assert kept is not None
    assert kept.delivery == first
    assert len(await _jobs(queue)) == 1
    await claim(engine, PULL_REQUEST, Generation(1))  # still the newest: nothing was raised


async def test_of_many_at_once_with_one_guid_one_is_queued(queue: App) -> None:
    delivery = a_delivery()
    results = await asyncio.gather(*(accept(delivery, queue) for _ in range(20)))
    assert sorted(results) == ["queued"] + ["repeated"] * 19
    assert len(await _jobs(queue)) == 1


async def test_deliveries_of_one_pull_request_at_once_each_get_a_generation(engine: AsyncEngine, queue: App) -> None:
    deliveries = [a_delivery() for _ in range(20)]
    await asyncio.gather(*(accept(delivery, queue) for delivery in deliveries))
    kept = [await load(engine, delivery.id) for delivery in deliveries]
    assert sorted(one.generation for one in kept if one) == list(range(1, 21))


async def test_jobs_of_one_pull_request_share_a_lock_and_others_do_not(queue: App) -> None:
    for delivery in (
        a_delivery(),
        replace(a_delivery(replace(PULL_REQUEST, repository="acme/renamed", installation=8)), work="act"),
        a_delivery(replace(PULL_REQUEST, number=2)),
        a_delivery(replace(PULL_REQUEST, repository_id=71)),
    ):
        await accept(delivery, queue)
    locks = [job.lock for job in await _jobs(queue)]
    assert locks[0] == locks[1]
    assert len(set(locks)) == 3


@pytest.mark.parametrize("database", ["own"], indirect=True)
async def test_without_its_job_no_delivery_is_kept(engine: AsyncEngine, queue: App) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("DROP FUNCTION procrastinate_defer_jobs_v1 CASCADE"))
    delivery = a_delivery()
    with pytest.raises(ConnectorException):
        await accept(delivery, queue)
    assert await load(engine, delivery.id) is None
    with pytest.raises(Superseded):  # no head was noted either
        await claim(engine, PULL_REQUEST, Generation(1))


async def test_of_a_burst_only_the_newest_waits(queue: App) -> None:
    other = a_delivery(replace(PULL_REQUEST, number=2))
    await accept(other, queue)
    burst = [a_delivery() for _ in range(5)]
    for delivery in burst:
        await accept(delivery, queue)
    waiting = [job.task_kwargs["delivery_id"] for job in await _jobs(queue) if job.status == "todo"]
    assert waiting == [str(other.id), str(burst[-1].id)]


async def test_a_push_takes_over_the_place_of_the_job_that_waits(queue: App) -> None:
    """Or a pull request whose pushes come faster than the queue moves would never have its turn."""
    other, newest = a_delivery(replace(PULL_REQUEST, number=2)), a_delivery()
    for delivery in (a_delivery(), other, newest):
        await accept(delivery, queue)
    worker = await queue.job_manager.register_worker()
    first = await queue.job_manager.fetch_job(queues=None, worker_id=worker)
    assert first is not None
    assert first.task_kwargs == {"delivery_id": str(newest.id)}
    assert [(job.task_kwargs, job.status) for job in await _jobs(queue)][1:] == [
        ({"delivery_id": str(other.id)}, "todo")
    ]


async def test_a_push_does_not_wait_for_the_next_try_of_the_one_before(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    async with engine.begin() as connection:
        await connection.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour', priority = -1, attempts = 7")
        )
    newest = replace(a_delivery(), work="recheck")
    await accept(newest, queue)
    (job,) = await _jobs(queue)
    assert (job.task_name, job.task_kwargs, job.status) == (RECHECK, {"delivery_id": str(newest.id)}, "todo")
    assert (job.scheduled_at, job.priority, job.attempts) == (None, 0, 0)


async def test_a_job_that_runs_is_not_taken_away_by_a_newer_delivery(queue: App) -> None:
    await accept(a_delivery(), queue)
    worker = await queue.job_manager.register_worker()
    assert await queue.job_manager.fetch_job(queues=None, worker_id=worker) is not None
    await accept(a_delivery(), queue)
    assert [job.status for job in await _jobs(queue)] == ["doing", "todo"]


async def test_a_repeated_delivery_takes_nothing_away(queue: App) -> None:
    first, second = a_delivery(), a_delivery()
    for delivery in (first, second, first):
        await accept(delivery, queue)
    assert [(job.task_kwargs, job.status) for job in await _jobs(queue)] == [({"delivery_id": str(second.id)}, "todo")]


async def test_a_cancelled_acceptance_leaves_all_or_nothing(engine: AsyncEngine, queue: App) -> None:
    deliveries = [a_delivery(replace(PULL_REQUEST, number=number)) for number in range(1, 11)]
    for steps, delivery in enumerate(deliveries):
        task = asyncio.create_task(accept(delivery, queue))
        for _ in range(steps * 3):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    kept = {str(one.id) for one in deliveries if await load(engine, one.id)}
    assert {str(job.task_kwargs["delivery_id"]) for job in await _jobs(queue)} == kept


async def test_a_large_body_comes_back_whole(engine: AsyncEngine, queue: App) -> None:
    delivery = replace(a_delivery(), body=bytes(range(256)) * 40_000)
    await accept(delivery, queue)
    kept = await load(engine, delivery.id)
    assert kept is not None
    assert kept.delivery.body == delivery.body


async def test_a_purged_delivery_is_not_there(engine: AsyncEngine) -> None:
    assert await load(engine, DeliveryId(uuid4())) is None


async def test_an_act_makes_no_review_out_of_date(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    act = replace(a_delivery(), work="act", head_sha="")
    assert await accept(act, queue) == "queued"
    assert await accept(act, queue) == "repeated"
    await claim(engine, PULL_REQUEST, Generation(1))  # still the newest
    assert [(job.task_name, job.status) for job in await _jobs(queue)] == [(REVIEW, "todo"), (ACT, "todo")]


async def test_a_push_takes_over_a_waiting_review_and_never_an_act(queue: App) -> None:
    deliveries = [replace(a_delivery(), work=work) for work in ("review", "act", "review")]
    for delivery in deliveries:
        await accept(delivery, queue)
    _, act, newest = deliveries
    assert [(job.task_name, job.task_kwargs["delivery_id"], job.status) for job in await _jobs(queue)] == [
        (REVIEW, str(newest.id), "todo"),
        (ACT, str(act.id), "todo"),
    ]


async def test_of_several_that_wait_one_is_left(queue: App) -> None:
    await accept(a_delivery(), queue)
    (first,) = await _jobs(queue)
    for task in (REVIEW, RECHECK):
        await queue.configure_task(task, queue=QUEUE, lock=first.lock, allow_unknown=True).defer_async(
            delivery_id=str(uuid4())
        )
    await accept(a_delivery(), queue)
    assert [job.status for job in await _jobs(queue)] == ["todo", "cancelled", "cancelled"]


async def test_an_act_on_a_pull_request_that_nobody_reviewed_is_kept_all_the_same(
    engine: AsyncEngine, queue: App
) -> None:
    act = replace(a_delivery(), work="act", head_sha="")
    assert await accept(act, queue) == "queued"
    kept = await load(engine, act.id)
    assert kept is not None
    assert kept.generation == 0
    with pytest.raises(Superseded):
        await claim(engine, PULL_REQUEST, Generation(0))
    assert await claim_as_it_is(engine, PULL_REQUEST) is None


async def test_a_generation_of_ones_own_is_newer_than_all(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    assert await next_generation(engine, PULL_REQUEST) == 2
    assert await next_generation(engine, replace(PULL_REQUEST, number=99)) == 1
    with pytest.raises(Superseded):
        await claim(engine, PULL_REQUEST, Generation(1))
