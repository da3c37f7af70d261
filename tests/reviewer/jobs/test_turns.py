"""One write at a time for an installation, over all workers; nobody waits for a dead one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import psycopg
import pytest

from reviewer.domain.errors import StoreDown
from reviewer.jobs.turns import Turns
from reviewer.store.engine import Database
from tests.waiting import until


@pytest.fixture
async def one(empty_database: Database) -> AsyncGenerator[Turns]:
    made = Turns(empty_database.url)
    yield made
    await made.aclose()


@pytest.fixture
async def other(empty_database: Database) -> AsyncGenerator[Turns]:
    made = Turns(empty_database.url)
    yield made
    await made.aclose()


async def _waiting(turns: Turns, installation: int, entered: asyncio.Event) -> None:
    async with turns.of(installation):
        entered.set()


async def test_another_worker_waits_for_its_turn(one: Turns, other: Turns) -> None:
    entered = asyncio.Event()
    async with one.of(7):
        waiting = asyncio.create_task(_waiting(other, 7, entered))
        async with other.of(8):  # by then it has asked at least once
            assert not entered.is_set()
    await waiting
    assert entered.is_set()


async def test_other_installations_do_not_wait(one: Turns, other: Turns) -> None:
    async with one.of(1), one.of(2), other.of(3):
        pass


async def test_a_turn_that_ended_badly_is_over(one: Turns, other: Turns) -> None:
    with pytest.raises(ValueError, match="in the middle"):
        async with one.of(7):
            raise ValueError("in the middle")
    async with other.of(7):
        pass


async def test_a_worker_that_lost_the_database_holds_nobody_up(
    one: Turns, other: Turns, empty_database: Database
) -> None:
    entered = asyncio.Event()
    async with one.of(7):
        waiting = asyncio.create_task(_waiting(other, 7, entered))
        await until(lambda: _held(empty_database), "both to be connected")
        with psycopg.connect(empty_database.url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        await waiting
    async with one.of(7):  # with a new connection
        pass


async def _held(database: Database) -> bool:
    with psycopg.connect(database.url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'").fetchone())


async def test_a_database_that_is_away_is_said_so() -> None:
    with pytest.raises(StoreDown):
        async with Turns("postgresql://nobody@127.0.0.1:1/none").of(7):
            pass
