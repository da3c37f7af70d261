"""Jobs left behind by a worker: taken over when it is dead or has forgotten them, and only then."""

from __future__ import annotations

import asyncio
import time

import pytest
from procrastinate import App
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs.accept import accept
from reviewer.jobs.takeover import STALLED_SECONDS, Forgotten, take_over
from reviewer.jobs.worker import HEARTBEAT_SECONDS, WorkerLimits
from tests.deliveries import a_delivery
from tests.shops import Shop
from tests.workshops import Workshop


async def _taken_by_a_worker(engine: AsyncEngine, queue: App, silent_seconds: float = 0.0) -> tuple[int, int]:
    """Queue a delivery and let a worker take its job; return the ids of worker and job."""
    await accept(a_delivery(), queue)
    worker = await queue.job_manager.register_worker()
    job = await queue.job_manager.fetch_job(queues=None, worker_id=worker)
    assert job is not None
    assert job.id is not None
    if silent_seconds:
        await _silence(engine, worker, silent_seconds)
    return worker, job.id


async def _silence(engine: AsyncEngine, worker: int, seconds: float) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => :seconds)"
                " WHERE id = :worker"
            ),
            {"seconds": seconds, "worker": worker},
        )


async def _status(queue: App) -> list[str | None]:
    return [job.status for job in await queue.job_manager.list_jobs_async()]


async def test_the_job_of_a_silent_worker_is_queued_again(engine: AsyncEngine, queue: App) -> None:
    await _taken_by_a_worker(engine, queue, silent_seconds=STALLED_SECONDS + 1)
    assert await take_over(queue, STALLED_SECONDS) == 1
    assert await _status(queue) == ["todo"]
    assert await take_over(queue, STALLED_SECONDS) == 0


@pytest.mark.parametrize(("silent", "taken"), [(STALLED_SECONDS - 1.5, 0), (STALLED_SECONDS + 0.1, 1)])
async def test_by_the_database_clock_a_worker_is_dead_after_its_time_and_not_before(
    engine: AsyncEngine, queue: App, silent: float, taken: int
) -> None:
    await _taken_by_a_worker(engine, queue, silent_seconds=silent)
    assert await take_over(queue, STALLED_SECONDS) == taken


def test_a_job_is_taken_over_within_ten_seconds_of_its_workers_death() -> None:
    """A heart may have beaten right before; then comes a look of another worker, and its next poll."""
    assert STALLED_SECONDS + HEARTBEAT_SECONDS + WorkerLimits().poll_seconds <= 10.0
    assert STALLED_SECONDS > 2 * HEARTBEAT_SECONDS  # one late beat is no death


async def test_the_job_of_a_living_worker_is_left_to_it(engine: AsyncEngine, queue: App) -> None:
    await _taken_by_a_worker(engine, queue)
    assert await take_over(queue, STALLED_SECONDS) == 0
    assert await _status(queue) == ["doing"]


async def test_the_job_of_a_worker_that_was_struck_off_is_queued_again(engine: AsyncEngine, queue: App) -> None:
    worker, _ = await _taken_by_a_worker(engine, queue)
    await queue.job_manager.unregister_worker(worker)
    assert await take_over(queue, STALLED_SECONDS) == 1


async def test_of_several_who_take_over_one_does(engine: AsyncEngine, queue: App) -> None:
    await _taken_by_a_worker(engine, queue, silent_seconds=60)
    assert sum(await asyncio.gather(*(take_over(queue, STALLED_SECONDS) for _ in range(4)))) == 1


@pytest.mark.parametrize("status", ["succeeded", "failed", "aborted", "cancelled"])
async def test_what_has_ended_stays_ended(engine: AsyncEngine, queue: App, status: str) -> None:
    await _taken_by_a_worker(engine, queue, silent_seconds=60)
    async with engine.begin() as connection:
        change = text(f"UPDATE procrastinate_jobs SET status = '{status}'")  # noqa: S608  # of the list above
        await connection.execute(change)
    assert await take_over(queue, STALLED_SECONDS) == 0
    assert await _status(queue) == [status]


async def test_at_the_start_of_a_sole_service_whatever_runs_was_left_behind(engine: AsyncEngine, queue: App) -> None:
    await _taken_by_a_worker(engine, queue, silent_seconds=0.01)
    assert await take_over(queue, 0.0) == 1


async def test_a_job_that_its_own_worker_does_not_run_is_forgotten_only_after_a_while(
    engine: AsyncEngine, queue: App
) -> None:
    worker, job = await _taken_by_a_worker(engine, queue)
    forgotten = Forgotten()
    assert await forgotten.look(queue, worker, running=set()) == frozenset()
    forgotten.since[job] = time.monotonic() - 3600
    assert await forgotten.look(queue, worker, running=set()) == {job}
    assert await take_over(queue, STALLED_SECONDS, {job}) == 1
    assert await forgotten.look(queue, worker, running=set()) == frozenset()


async def test_a_job_that_runs_is_never_forgotten(engine: AsyncEngine, queue: App) -> None:
    worker, job = await _taken_by_a_worker(engine, queue)
    forgotten = Forgotten({job: time.monotonic() - 3600})
    assert await forgotten.look(queue, worker, running={job}) == frozenset()
    assert await forgotten.look(queue, worker, running=set()) == frozenset()  # its time begins anew


async def test_a_living_worker_does_what_a_dead_one_left(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    await workshop.accept(delivery)
    dead = await workshop.queue.job_manager.register_worker()
    assert await workshop.queue.job_manager.fetch_job(queues=None, worker_id=dead) is not None
    await _silence(workshop.tools.engine, dead, 60)
    async with workshop.working():
        await workshop.until_status(delivery, "succeeded")
    assert shop.only_run().status == "completed"


async def test_a_job_whose_workers_all_died_is_given_up(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    await workshop.accept(delivery)
    async with workshop.tools.engine.begin() as connection:
        await connection.execute(text("UPDATE procrastinate_jobs SET attempts = 1000"))
    async with workshop.working():
        await workshop.until_completed()
    assert shop.only_run().conclusion == "action_required"
    assert (await workshop.job(delivery)).status == "failed"
