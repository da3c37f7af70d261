"""Every completed review of a push is a cycle: from the delivery to the record."""

from __future__ import annotations

from sqlalchemy import select

from reviewer.store.cycle_tables import CycleOutcomeRow, CycleRow, CycleTallyRow
from tests.desk import Desk
from tests.shops import BASE, HEAD

CALMER = BASE.replace(b"charge(order_id)", b"charge(order_id, once=True)")


async def rows(desk: Desk) -> list[tuple[int, str, str]]:
    """Push, symbol, what became of it."""
    wanted = select(CycleRow.push, CycleOutcomeRow.symbol, CycleOutcomeRow.became)
    async with desk.tools.engine.connect() as connection:
        found = await connection.execute(wanted.join(CycleRow).order_by(CycleOutcomeRow.id))
        return [(row.push, row.symbol, row.became) for row in found]


async def test_lost_still_lost_and_restored_over_four_pushes(desk: Desk) -> None:
    await desk.review("opened")
    desk.shop.push(HEAD.replace(b"charge(order_id)", b"charge(order_id, twice=True)"))
    await desk.review()
    desk.shop.push(CALMER)
    await desk.review()
    desk.shop.push(CALMER + b"# calm\n")
    await desk.review()
    assert await rows(desk) == [(1, "pay", "lost"), (2, "pay", "still-lost"), (3, "pay", "restored")]
    async with desk.tools.engine.connect() as connection:
        guards = CycleTallyRow.subject == "guard"
        tallies = await connection.execute(
            select(CycleTallyRow.__table__).where(guards, CycleTallyRow.area == "auth").order_by(CycleTallyRow.id)
        )
        assert [(it.kept, it.lost, it.still_lost, it.restored, it.framework) for it in tallies] == [
            (0, 1, 0, 0, "django"),
            (0, 0, 1, 0, "django"),
            (1, 0, 0, 1, "django"),
            (1, 0, 0, 0, "django"),
        ]


async def test_an_act_that_settles_a_boundary_is_no_cycle(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    await desk.say("cy", "/holdfast explain auth/authentication-removed")
    async with desk.tools.engine.connect() as connection:
        assert len((await connection.execute(select(CycleRow.id))).all()) == 1


async def test_a_review_on_demand_is_the_same_push_again(desk: Desk) -> None:
    await desk.review("opened")
    await desk.say("bo", "/holdfast recheck")
    async with desk.tools.engine.connect() as connection:
        assert (await connection.execute(select(CycleRow.push))).scalars().all() == [1, 1]
    assert await rows(desk) == [(1, "pay", "lost"), (1, "pay", "lost")]
