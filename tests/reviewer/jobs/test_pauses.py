"""Pauses of installations."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs.pauses import pause, seconds_paused


async def test_nobody_is_paused_at_first(engine: AsyncEngine) -> None:
    assert await seconds_paused(engine, 7) == 0


async def test_a_pause_lasts_as_long_as_was_asked_and_for_that_installation(engine: AsyncEngine) -> None:
    await pause(engine, 7, 3600, "secondary limit")
    assert 3590 < await seconds_paused(engine, 7) <= 3600
    assert await seconds_paused(engine, 8) == 0


async def test_a_longer_pause_replaces_a_shorter_one_and_not_the_other_way(engine: AsyncEngine) -> None:
    await pause(engine, 7, 60, "secondary limit")
    await pause(engine, 7, 3600, "primary limit")
    await pause(engine, 7, 60, "secondary limit")
    assert await seconds_paused(engine, 7) > 3590


async def test_a_pause_that_is_over_is_none(engine: AsyncEngine) -> None:
    await pause(engine, 7, -5, "clock skew")
    assert await seconds_paused(engine, 7) == 0
    await pause(engine, 7, 60, "secondary limit")
    assert await seconds_paused(engine, 7) > 50
