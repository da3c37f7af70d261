"""Purge and counting: what is old goes, what is young or unfinished stays."""

from __future__ import annotations

from msgspec.structs import replace
from procrastinate import App
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs.accept import accept
from reviewer.jobs.deliveries import load
from reviewer.jobs.purge import purge
from reviewer.jobs.started_checks import left_open, note_completed, note_started
from reviewer.jobs.state import queue_state
from tests.deliveries import PULL_REQUEST, a_delivery


async def _execute(engine: AsyncEngine, *statements: str) -> None:
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_old_deliveries_go_and_young_ones_stay(engine: AsyncEngine, queue: App) -> None:
    old, young = a_delivery(), a_delivery()
    await accept(old, queue)
    await _execute(engine, "UPDATE delivery SET received_at = now() - interval '4 days 1 minute'")
    await accept(young, queue)
    await purge(queue, engine)
    assert await load(engine, old.id) is None
    assert await load(engine, young.id) is not None


async def test_finished_jobs_go_after_their_time_and_others_stay(engine: AsyncEngine, queue: App) -> None:
    states = ("succeeded", "failed", "aborted", "todo", "doing")
    for number, status in enumerate(states, 1):
        await accept(a_delivery(replace(PULL_REQUEST, number=number)), queue)
        await _execute(engine, f"UPDATE procrastinate_jobs SET status = '{status}' WHERE lock = '70/{number}'")  # noqa: S608  # made up above
    await purge(queue, engine)
    assert len(list(await queue.job_manager.list_jobs_async())) == len(states)
    await _execute(engine, "UPDATE procrastinate_events SET at = now() - interval '7 days 1 minute'")
    await purge(queue, engine)
    assert sorted(str(job.status) for job in await queue.job_manager.list_jobs_async()) == ["doing", "todo"]


async def test_a_check_run_that_is_owed_a_completion_is_not_forgotten(engine: AsyncEngine, queue: App) -> None:
    await note_started(engine, PULL_REQUEST, "a" * 40)
    await note_started(engine, PULL_REQUEST, "b" * 40)
    await note_completed(engine, PULL_REQUEST, "b" * 40)
    aged = ", ".join(f"{name} = {name} - interval '30 days'" for name in ("started_at", "completed_at"))
    await _execute(engine, f"UPDATE started_check SET {aged}")  # noqa: S608  # made up above
    await purge(queue, engine)
    assert await left_open(engine, PULL_REQUEST, None) == ("a" * 40,)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT head_sha FROM started_check"))).scalars().all() == ["a" * 40]


async def test_a_check_run_that_begins_again_is_owed_again(engine: AsyncEngine) -> None:
    await note_started(engine, PULL_REQUEST, "a" * 40)
    await note_completed(engine, PULL_REQUEST, "a" * 40)
    assert await left_open(engine, PULL_REQUEST, None) == ()
    await note_started(engine, PULL_REQUEST, "a" * 40)
    assert await left_open(engine, PULL_REQUEST, None) == ("a" * 40,)
    assert await left_open(engine, PULL_REQUEST, "a" * 40) == ()


async def test_the_queue_is_counted_by_state(engine: AsyncEngine, queue: App) -> None:
    assert (await queue_state(queue)).oldest_seconds == 0
    for number in range(1, 6):
        await accept(a_delivery(replace(PULL_REQUEST, number=number)), queue)
    await _execute(
        engine,
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = '70/1'",
        "UPDATE procrastinate_jobs SET status = 'failed' WHERE lock = '70/2'",
        "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE lock = '70/3'",
        "UPDATE procrastinate_events SET at = at - interval '90 seconds'",
    )
    state = await queue_state(queue)
    assert (state.waiting, state.scheduled, state.running, state.dead) == (2, 1, 1, 1)
    assert 90 <= state.oldest_seconds < 3600
