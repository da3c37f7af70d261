"""Writes of one installation come one by one, a second apart; installations do not wait for each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from reviewer.github.pace import Pace
from tests.reviewer.github.conftest import Clock


async def write(pace: Pace, installation: int, log: list[str], name: str) -> None:
    async with pace.turn(installation):
        log.append(f"{name} begins")
        await asyncio.sleep(0)
        log.append(f"{name} ends")


async def test_no_two_writes_at_once(clock: Clock) -> None:
    pace, log = Pace(clock), list[str]()
    await asyncio.gather(*(write(pace, 1, log, name) for name in "abc"))
    assert log == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]
    assert clock.slept == [1.0, 1.0]


async def test_the_first_write_does_not_wait(clock: Clock) -> None:
    await write(Pace(clock), 1, [], "a")
    assert clock.slept == []


async def test_only_what_is_left_of_the_second_is_waited_for(clock: Clock) -> None:
    pace = Pace(clock)
    await write(pace, 1, [], "a")
    clock.seconds += 0.75
    await write(pace, 1, [], "b")
    clock.seconds += 5
    await write(pace, 1, [], "c")
    assert clock.slept == [pytest.approx(0.25)]


async def test_other_installations_do_not_wait(clock: Clock) -> None:
    pace = Pace(clock)
    await asyncio.gather(*(write(pace, number, [], "a") for number in range(5)))
    assert clock.slept == []


async def test_a_write_that_failed_counts_too(clock: Clock) -> None:
    """Its effect may have happened, for all we know."""
    pace = Pace(clock)
    with pytest.raises(RuntimeError):
        async with pace.turn(1):
            raise RuntimeError
    await write(pace, 1, [], "b")
    assert clock.slept == [1.0]


async def test_the_turn_against_other_processes_is_held_while_writing_and_no_longer(clock: Clock) -> None:
    log = list[str]()

    @asynccontextmanager
    async def take_turn(installation: int) -> AsyncGenerator[None]:
        log.append(f"turn of {installation}")
        yield
        log.append("turn over")

    pace = Pace(clock, take_turn)
    await write(pace, 1, log, "a")
    await write(pace, 1, log, "b")
    assert log == ["turn of 1", "a begins", "a ends", "turn over", "turn of 1", "b begins", "b ends", "turn over"]
