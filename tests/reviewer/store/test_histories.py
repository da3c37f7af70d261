"""What is kept of a pull request, read back for its page: pushes newest first, each as it was last published."""

from __future__ import annotations

import zlib
from dataclasses import replace
from uuid import uuid4

import pytest
from msgspec import structs
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from checks.kit import Area
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.report import Authorship, Boundary, Report, Timing, Tool
from reviewer.domain.signoff.records import Bypassed
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.ports import CheckRunId
from reviewer.store.histories import SHOWN_PUSHES, Histories
from reviewer.store.records import ReviewRecords
from reviewer.store.sign_offs import SignOffRecords
from tests.deliveries import PULL_REQUEST
from tests.people import MOMENT, account, given, signer

BOUNDARY = Boundary(Area.AUTH, "h1", ("a.py",), (), 1, ("@acme/sec",), (), "open")
REPORT = Report(
    1,
    Tool("holdfast", "0"),
    "b" * 40,
    "a" * 40,
    "action_required",
    complete=True,
    files=(),
    findings=(),
    boundaries=(BOUNDARY,),
    constraints=(),
    authorship=Authorship(None),
    timing=Timing(1.0, {}),
)
OPEN = Signing((AreaState(BOUNDARY, Missing(1, ("@acme/sec",)), ()),))
CARRIED = Signing(
    (
        AreaState(
            replace(BOUNDARY, status="carried", signoffs=("bo",)),
            None,
            (SignOffState(given(signer("bo", "acme/sec")), "carried", "boundary unchanged since 1a2b3c4"),),
        ),
    ),
    not_counted=(("ana", "opened this pull request"),),
    bypass=Bypassed("a" * 40, account("dee"), "incident", MOMENT),
    author_may_sign=True,
    draft=True,
)


def settlement(signing: Signing = OPEN) -> Settlement:
    return Settlement("action_required", signing, "gate", config_ok=True)


async def reviewed(engine: AsyncEngine, head_sha: str, *settled: Settlement) -> None:
    report = replace(REPORT, head=head_sha)
    basis = Basis({Area.AUTH: ()}, config_ok=True)
    delivery = DeliveryId(uuid4())
    await ReviewRecords(engine).add(delivery, PULL_REQUEST, CheckRunId(1), report, basis)
    for one in settled:
        await SignOffRecords(engine).note_settled(DeliveryId(uuid4()), PULL_REQUEST, head_sha, one)


async def test_a_settlement_is_read_as_it_was_published(engine: AsyncEngine) -> None:
    await reviewed(engine, "a" * 40, settlement(CARRIED))
    found = await Histories(engine).of(PULL_REQUEST.repository_id, PULL_REQUEST.number)
    assert found is not None
    assert found.newest.settlement == settlement(CARRIED)
    assert (found.repository, found.number, found.report) == (PULL_REQUEST.repository, 1, replace(REPORT, notes=()))


async def test_pushes_come_newest_first_each_with_its_last_settlement(engine: AsyncEngine) -> None:
    last = structs.replace(settlement(), verdict="success")
    await reviewed(engine, "a" * 40, settlement(), last)
    await reviewed(engine, "b" * 40, settlement())
    found = await Histories(engine).of(PULL_REQUEST.repository_id, PULL_REQUEST.number)
    assert found is not None
    assert [(push.head_sha[0], push.verdict, push.settlement) for push in found.pushes] == [
        ("b", "action_required", settlement()),
        ("a", "success", last),
    ]
    assert found.report.head == "b" * 40


async def test_a_head_that_was_reviewed_again_is_one_push(engine: AsyncEngine) -> None:
    for _ in range(3):
        await reviewed(engine, "a" * 40)
    found = await Histories(engine).of(PULL_REQUEST.repository_id, PULL_REQUEST.number)
    assert found is not None
    assert (len(found.pushes), found.more_pushes) == (1, 0)


async def test_more_pushes_than_a_page_holds_are_counted(engine: AsyncEngine) -> None:
    for number in range(SHOWN_PUSHES + 2):
        await reviewed(engine, f"{number:040x}")
    found = await Histories(engine).of(PULL_REQUEST.repository_id, PULL_REQUEST.number)
    assert found is not None
    assert (len(found.pushes), found.more_pushes) == (SHOWN_PUSHES, 2)


async def test_the_same_delivery_settles_once(engine: AsyncEngine) -> None:
    await reviewed(engine, "a" * 40)
    own = DeliveryId(uuid4())
    for _ in range(3):
        await SignOffRecords(engine).note_settled(own, PULL_REQUEST, "a" * 40, settlement())
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM settlement"))).scalar_one() == 1


async def test_a_head_that_was_never_reviewed_settles_nothing(engine: AsyncEngine) -> None:
    await SignOffRecords(engine).note_settled(DeliveryId(uuid4()), PULL_REQUEST, "a" * 40, settlement())
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM settlement"))).scalar_one() == 0


@pytest.mark.parametrize(("repository_id", "number"), [(71, 1), (70, 2), (0, 0)])
async def test_another_pull_request_has_nothing_of_it(engine: AsyncEngine, repository_id: int, number: int) -> None:
    await reviewed(engine, "a" * 40)
    assert await Histories(engine).of(repository_id, number) is None


async def test_what_another_version_kept_leaves_the_verdict(engine: AsyncEngine) -> None:
    await reviewed(engine, "a" * 40)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO settlement (delivery_id, review_id, verdict, mode, config_ok, signing)"
                " SELECT gen_random_uuid(), id, 'success', 'gate', true, :signing FROM review"
            ),
            {"signing": zlib.compress(b'{"areas": 1}')},
        )
    found = await Histories(engine).of(PULL_REQUEST.repository_id, PULL_REQUEST.number)
    assert found is not None
    assert (found.newest.verdict, found.newest.settlement) == ("success", None)


@pytest.mark.parametrize("change", ["UPDATE settlement SET verdict = 'success'", "DELETE FROM settlement"])
async def test_a_settlement_is_never_changed(engine: AsyncEngine, change: str) -> None:
    await reviewed(engine, "a" * 40, settlement())
    with pytest.raises(DBAPIError, match="only ever added"):
        async with engine.begin() as connection:
            await connection.execute(text(change))
