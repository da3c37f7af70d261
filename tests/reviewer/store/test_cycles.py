"""Cycles in the database: kept with their review or not at all, numbered by push, never changed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import DeliveryId
from reviewer.domain.signoff.shown import Basis
from reviewer.ports import CheckRunId
from reviewer.store.cycle_tables import CycleOutcomeRow, CycleRow, CycleTallyRow
from reviewer.store.cycles import edited_of, outcome_of, tally_of
from reviewer.store.records import ReviewRecords
from tests.deliveries import PULL_REQUEST
from tests.kept import GUARD, LOST, ODD, REPORT, SEEN, keep


async def outcomes(engine: AsyncEngine) -> list[tuple[int, str, str]]:
    """Push, fingerprint, what became of it."""
    wanted = select(CycleRow.push, CycleOutcomeRow.fingerprint, CycleOutcomeRow.became)
    async with engine.connect() as connection:
        rows = await connection.execute(
            wanted.join(CycleRow, CycleRow.id == CycleOutcomeRow.cycle_id).order_by(CycleOutcomeRow.id)
        )
        return [(row.push, row.fingerprint, row.became) for row in rows]


async def pushes(engine: AsyncEngine) -> list[tuple[str, int]]:
    async with engine.connect() as connection:
        rows = await connection.execute(select(CycleRow.head_sha, CycleRow.push).order_by(CycleRow.id))
        return [(row.head_sha[:1], row.push) for row in rows]


async def test_what_is_read_back_is_what_was_seen(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    async with engine.connect() as connection:
        cycle = (await connection.execute(select(CycleRow.__table__))).one()
        tally = (await connection.execute(select(CycleTallyRow.__table__))).one()
        outcome = (await connection.execute(select(CycleOutcomeRow.__table__))).one()
    assert (cycle.repository, cycle.number, cycle.push, cycle.agent) == ("acme/shop", 1, 1, "copilot")
    assert (cycle.backend, cycle.frontend, cycle.complete) == (True, False, True)
    (file,) = edited_of(cycle)
    assert file.symbols == ("pay",)
    assert (tally_of(tally).kept, tally_of(tally).lost, tally_of(tally).rule) == (2, 1, GUARD)
    became, breach = outcome_of(outcome)
    assert (became, breach.rule, breach.symbol) == ("lost", GUARD, "pay")


async def test_names_that_columns_cannot_hold_are_known_again(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    await keep(engine, "c", replace(SEEN, gone=frozenset({(ODD, "pay")})))
    assert await outcomes(engine) == [(1, "f1", "lost"), (2, "f1", "gone")]


async def test_a_guard_is_lost_stays_lost_and_is_restored(engine: AsyncEngine) -> None:
    for head, breaches in (("a", ()), ("c", (LOST,)), ("d", (LOST,)), ("e", ())):
        await keep(engine, head, replace(SEEN, breaches=breaches))
    assert await outcomes(engine) == [(2, "f1", "lost"), (3, "f1", "still-lost"), (4, "f1", "restored")]


async def test_a_head_that_is_reviewed_again_is_the_same_push(engine: AsyncEngine) -> None:
    for head in "aacac":
        await keep(engine, head, SEEN)
    assert await pushes(engine) == [("a", 1), ("a", 1), ("c", 2), ("a", 1), ("c", 2)]


async def test_a_second_review_of_a_head_is_compared_with_the_push_before_it(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    await keep(engine, "c", SEEN)
    await keep(engine, "c", SEEN)
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    assert await outcomes(engine) == [
        (1, "f1", "lost"),
        (2, "f1", "restored"),
        (2, "f1", "restored"),
        (1, "f1", "lost"),
    ]


async def test_other_pull_requests_and_repositories_have_their_own_pushes(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    await keep(engine, "c", SEEN, replace(PULL_REQUEST, number=2))
    await keep(engine, "d", SEEN, replace(PULL_REQUEST, repository_id=71))
    assert await pushes(engine) == [("a", 1), ("c", 1), ("d", 1)]
    assert await outcomes(engine) == [(1, "f1", "lost")]


async def test_a_delivery_that_comes_twice_adds_one_cycle(engine: AsyncEngine) -> None:
    delivery, basis = DeliveryId(uuid4()), Basis({}, config_ok=True, seen=SEEN)
    for _ in range(2):
        await ReviewRecords(engine).add(delivery, PULL_REQUEST, CheckRunId(1), REPORT, basis)
    assert await pushes(engine) == [("a", 1)]


@pytest.mark.parametrize("database", ["own"], indirect=True)
async def test_a_review_whose_cycle_cannot_be_kept_is_not_kept_either(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE cycle ADD CONSTRAINT none CHECK (agent IS NULL)"))
    with pytest.raises(DBAPIError):
        await keep(engine, "a", SEEN)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM review"))).scalar_one() == 0


async def test_nothing_is_ever_changed(engine: AsyncEngine) -> None:
    await keep(engine, "a", replace(SEEN, breaches=(LOST,)))
    for table in ("cycle", "cycle_tally", "cycle_outcome", "merged_change", "merged_labels", "revert", "incident"):
        for change in ("UPDATE {} SET id = DEFAULT", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with pytest.raises(DBAPIError, match="only ever added"):
                async with engine.begin() as connection:
                    await connection.execute(text(change.format(table)))
