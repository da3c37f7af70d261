"""The job of a delivery, stage by stage, against GitHub and the database."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from procrastinate import App
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from checks.kit import Side
from reviewer.domain.analysis import Analysis, AnalysisRequest, WantedFile
from reviewer.domain.delivery import Delivery
from reviewer.domain.errors import AnalyserDied, RateLimited, Superseded
from reviewer.jobs.accept import accept
from reviewer.jobs.deliveries import KeptDelivery, load
from reviewer.jobs.pauses import pause
from reviewer.jobs.review_job import MORE_FILES_ROUNDS, Tools, review_pull_request, tell_unfinished
from reviewer.jobs.started_checks import left_open
from reviewer.store.tables import FindingRow, ReviewRow
from tests.fakes.github.faults import Fault, Status
from tests.shops import Shop, analysed_here


async def _kept(delivery: Delivery, engine: AsyncEngine, queue: App) -> KeptDelivery:
    await accept(delivery, queue)
    kept = await load(engine, delivery.id)
    assert kept is not None
    return kept


async def test_a_lost_guard_ends_as_a_completed_check_run_with_a_comment_and_a_record(
    shop: Shop, tools: Tools, queue: App
) -> None:
    kept = await _kept(shop.delivery(), tools.engine, queue)
    assert await review_pull_request(kept, tools) == "reviewed"
    run = shop.only_run()
    assert (run.status, run.conclusion) == ("completed", "action_required")
    assert [comment.path for comment in shop.pull.comments] == ["shop/views.py"]
    async with tools.engine.connect() as connection:
        reviews = (await connection.execute(select(ReviewRow.__table__))).all()
        findings = (await connection.execute(select(FindingRow.check_id))).scalars().all()
    assert [(one.head_sha, one.verdict, one.check_run) for one in reviews] == [
        (shop.pull.head_sha, "action_required", run.id)
    ]
    assert "auth/authentication-removed" in findings


async def test_the_check_run_is_in_progress_before_the_analysis(shop: Shop, tools: Tools, queue: App) -> None:
    seen: list[str] = []

    async def looking(request: AnalysisRequest) -> Analysis:
        seen.append(shop.only_run().status)
        return await analysed_here(request)

    kept = await _kept(shop.delivery(), tools.engine, queue)
    await review_pull_request(kept, replace(tools, analyse=looking))
    assert set(seen) == {"in_progress"}


async def test_the_whole_job_twice_changes_nothing(shop: Shop, tools: Tools, queue: App) -> None:
    kept = await _kept(shop.delivery(), tools.engine, queue)
    for _ in range(2):
        assert await review_pull_request(kept, tools) == "reviewed"
    assert shop.only_run().status == "completed"
    assert len(shop.pull.comments) == 1
    async with tools.engine.connect() as connection:
        assert len((await connection.execute(select(ReviewRow.id))).all()) == 1


async def test_the_head_of_now_counts_not_the_one_of_the_delivery(shop: Shop, tools: Tools, queue: App) -> None:
    old = shop.delivery()
    shop.push()
    kept = await _kept(old, tools.engine, queue)
    await review_pull_request(kept, tools)
    assert shop.only_run().conclusion == "action_required"
    assert shop.runs(old.head_sha) == []


async def test_a_job_overtaken_before_it_began_asks_github_nothing(shop: Shop, tools: Tools, queue: App) -> None:
    old = await _kept(shop.delivery(), tools.engine, queue)
    await _kept(shop.delivery(), tools.engine, queue)
    with pytest.raises(Superseded):
        await review_pull_request(old, tools)
    assert shop.world.exchanges == []


async def test_a_job_overtaken_midway_stops_and_the_newer_one_completes_both_heads(
    shop: Shop, tools: Tools, queue: App
) -> None:
    first_head = shop.pull.head_sha
    newer: list[KeptDelivery] = []

    async def pushed_meanwhile(request: AnalysisRequest) -> Analysis:
        shop.push()
        newer.append(await _kept(shop.delivery(), tools.engine, queue))
        return await analysed_here(request)

    old = await _kept(shop.delivery(), tools.engine, queue)
    with pytest.raises(Superseded):
        await review_pull_request(old, replace(tools, analyse=pushed_meanwhile))
    assert shop.only_run(first_head).status == "in_progress"
    assert shop.pull.comments == []

    await review_pull_request(newer[0], tools)
    assert shop.only_run(first_head).status == "completed"
    assert shop.only_run(first_head).conclusion != "success"
    assert shop.only_run().conclusion == "action_required"
    assert len(shop.pull.comments) == 1
    assert await left_open(tools.engine, shop.key, None) == ()


async def test_an_outdated_run_that_may_not_be_completed_costs_the_newer_review_nothing(
    shop: Shop, tools: Tools, queue: App
) -> None:
    async def dies(request: AnalysisRequest) -> Analysis:
        raise AnalyserDied(f"{len(request.files)} files")

    old = await _kept(shop.delivery(), tools.engine, queue)
    with pytest.raises(AnalyserDied):
        await review_pull_request(old, replace(tools, analyse=dies))
    stuck = shop.only_run()
    shop.push()
    refusal = Status(403, {"message": "Resource not accessible by integration"})
    shop.world.faults.append(Fault(refusal, method="PATCH", path=rf"check-runs/{stuck.id}\b"))
    newer = await _kept(shop.delivery(), tools.engine, queue)
    assert await review_pull_request(newer, tools) == "reviewed"
    assert shop.only_run().status == "completed"
    assert await left_open(tools.engine, shop.key, None) == (stuck.head_sha,)
    assert await review_pull_request(newer, tools) == "reviewed"
    assert await left_open(tools.engine, shop.key, None) == ()


async def test_a_second_push_repeats_no_comment(shop: Shop, tools: Tools, queue: App) -> None:
    for _ in range(3):
        await review_pull_request(await _kept(shop.delivery(), tools.engine, queue), tools)
        shop.push(shop.pull.head_sha.encode())
        shop.push()
    assert len(shop.pull.comments) == 1


async def test_a_closed_pull_request_is_not_reviewed_but_its_run_is_completed(
    shop: Shop, tools: Tools, queue: App
) -> None:
    async def dies(request: AnalysisRequest) -> Analysis:
        raise AnalyserDied(f"{len(request.files)} files")

    kept = await _kept(shop.delivery(), tools.engine, queue)
    with pytest.raises(AnalyserDied):
        await review_pull_request(kept, replace(tools, analyse=dies))
    assert shop.only_run().status == "in_progress"
    shop.pull.state = "closed"
    assert await review_pull_request(kept, tools) == "closed"
    assert shop.only_run().status == "completed"


async def test_a_paused_installation_asks_github_nothing(shop: Shop, tools: Tools, queue: App) -> None:
    kept = await _kept(shop.delivery(), tools.engine, queue)
    await pause(tools.engine, shop.installation.id, 600, "secondary limit")
    with pytest.raises(RateLimited) as told:
        await review_pull_request(kept, tools)
    assert told.value.after_seconds is not None
    assert 590 < told.value.after_seconds <= 600
    assert shop.world.exchanges == []


async def test_what_was_given_up_says_so_on_the_pull_request(shop: Shop, tools: Tools, queue: App) -> None:
    kept = await _kept(shop.delivery(), tools.engine, queue)
    await tell_unfinished(kept, tools, "the analysis was lost (delivery 1234)")
    run = shop.only_run()
    assert (run.status, run.conclusion) == ("completed", "action_required")
    assert "1234" in f"{run.summary}"


async def test_giving_up_is_overtaken_like_everything_else(shop: Shop, tools: Tools, queue: App) -> None:
    old = await _kept(shop.delivery(), tools.engine, queue)
    await _kept(shop.delivery(), tools.engine, queue)
    with pytest.raises(Superseded):
        await tell_unfinished(old, tools, "reason")
    assert shop.world.exchanges == []


async def test_files_that_the_analysis_asks_for_are_read_and_the_rounds_are_bounded(
    shop: Shop, tools: Tools, queue: App
) -> None:
    at_hand: list[Mapping[WantedFile, bytes | None]] = []
    readme, nothing = (Side.RIGHT, "README.md"), (Side.LEFT, "no/such.py")

    async def curious(request: AnalysisRequest) -> Analysis:
        at_hand.append({it: data for it, data in request.context.items() if not it[1].endswith("/")})
        return replace(await analysed_here(request), wanted=(readme, nothing))

    kept = await _kept(shop.delivery(), tools.engine, queue)
    assert await review_pull_request(kept, replace(tools, analyse=curious)) == "reviewed"
    assert [dict(known) for known in at_hand] == [{}, *[{readme: b"# Shop\n", nothing: None}] * MORE_FILES_ROUNDS]
