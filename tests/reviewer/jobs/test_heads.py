"""Claims: one run has a pull request, and it loses it to whatever is newer."""

from __future__ import annotations

import pytest
from procrastinate import App
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import Generation
from reviewer.domain.errors import Superseded
from reviewer.jobs.accept import accept
from reviewer.jobs.heads import claim
from reviewer.jobs.tables import PullHeadRow
from tests.deliveries import PULL_REQUEST, a_delivery

_FIRST = Generation(1)


async def test_a_claim_holds_until_a_newer_delivery(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    own = await claim(engine, PULL_REQUEST, _FIRST)
    await own.confirm()
    await accept(a_delivery(), queue)
    with pytest.raises(Superseded):
        await own.confirm()


async def test_an_older_delivery_cannot_claim(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    await accept(a_delivery(), queue)
    with pytest.raises(Superseded):
        await claim(engine, PULL_REQUEST, _FIRST)


async def test_a_second_run_of_the_same_delivery_takes_the_claim(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(), queue)
    thought_dead = await claim(engine, PULL_REQUEST, _FIRST)
    successor = await claim(engine, PULL_REQUEST, _FIRST)
    await successor.confirm()
    with pytest.raises(Superseded):
        await thought_dead.confirm()
    with pytest.raises(Superseded):
        await thought_dead.move_to("b" * 40)
    await successor.confirm()


async def test_the_head_is_what_the_holder_says(engine: AsyncEngine, queue: App) -> None:
    await accept(a_delivery(head_sha="a" * 40), queue)
    own = await claim(engine, PULL_REQUEST, _FIRST)
    await own.move_to("b" * 40)
    async with engine.connect() as connection:
        assert (await connection.execute(select(PullHeadRow.head_sha))).scalar_one() == "b" * 40


async def test_nobody_claims_what_was_never_delivered(engine: AsyncEngine) -> None:
    with pytest.raises(Superseded):
        await claim(engine, PULL_REQUEST, _FIRST)
