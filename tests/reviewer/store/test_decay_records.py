"""Cycles read back: each push once, by its newest review; only of what was asked for."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.store.decay_records import DecayRecords
from tests.deliveries import PULL_REQUEST
from tests.kept import GUARD, LOST, SEEN, keep


async def test_a_pull_request_is_told_push_by_push(engine: AsyncEngine) -> None:
    for head, breaches in (("a", ()), ("c", (LOST,)), ("d", ())):
        await keep(engine, head, replace(SEEN, breaches=breaches))
    cycles = await DecayRecords(engine).pull_request(70, 1)
    assert [(it.push, it.head_sha[:1], it.kept, it.lost, it.restored) for it in cycles] == [
        (1, "a", 2, 0, 0),
        (2, "c", 2, 1, 0),
        (3, "d", 2, 0, 1),
    ]
    assert [tally.rule for tally in cycles[0].tallies] == [GUARD]
    assert [became for became, _ in cycles[1].outcomes] == ["lost"]


async def test_the_newest_review_of_a_push_counts_at_the_time_of_the_first(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    await keep(engine, "a", SEEN)
    (cycle,) = await DecayRecords(engine).pull_request(70, 1)
    assert (cycle.lost, cycle.outcomes) == (0, ())
    async with engine.connect() as connection:
        first = (await connection.execute(text("SELECT min(created_at) FROM cycle"))).scalar_one()
    assert cycle.at == first


async def test_nothing_of_others_is_read(engine: AsyncEngine) -> None:
    await keep(engine, "a", SEEN, replace(PULL_REQUEST, number=2))
    await keep(engine, "a", SEEN, replace(PULL_REQUEST, repository_id=71))
    records = DecayRecords(engine)
    assert await records.pull_request(70, 1) == ()
    assert [it.number for it in (await records.repositories([70], 30)).cycles] == [2]
    assert {it.repository_id for it in (await records.repositories([70, 71], 30)).cycles} == {70, 71}
    assert (await records.repositories([], 30)).cycles == ()
    assert (await records.repositories([72], 30)).cycles == ()


async def test_what_is_older_is_left_out(engine: AsyncEngine) -> None:
    await keep(engine, "a", SEEN)
    records = DecayRecords(engine)
    assert len((await records.repositories([70], 1)).cycles) == 1
    assert (await records.repositories([70], 0)).cycles == ()


async def test_pushes_come_oldest_first_over_pull_requests(engine: AsyncEngine) -> None:
    for head, number in (("a", 1), ("b", 2), ("c", 1)):
        await keep(engine, head, SEEN, replace(PULL_REQUEST, number=number))
    history = await DecayRecords(engine).repositories([70], 30)
    assert [(it.number, it.push) for it in history.cycles] == [(1, 1), (2, 1), (1, 2)]
    assert not history.cut_off
