"""What becomes of a job that cannot finish: tried again, waited for, told, but never forgotten or hidden."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from msgspec import structs

from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.domain.errors import AnalyserDied
from reviewer.jobs.patience import Patience
from reviewer.jobs.pauses import seconds_paused
from reviewer.jobs.queue import REVIEW, TELL_UNFINISHED
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, TruncatedBody, primary_limit, secondary_limit, server_error
from tests.shops import Shop, analysed_here
from tests.workshops import QUICK, Workshop


async def test_a_queued_delivery_is_worked_off(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "succeeded")
    assert shop.only_run().conclusion == "action_required"


_FAULTS = {
    "500 at the token": Fault(server_error(500)),
    "502 at the first look": Fault(server_error(502), path="graphql"),
    "503 at the new run": Fault(server_error(503), method="POST", path="check-runs"),
    "half an answer at the first look": Fault(TruncatedBody(), path="graphql"),
    "half an answer at the new run": Fault(TruncatedBody(), method="POST", path="check-runs"),
    "cut after the new run": Fault(CutAfterEffect(), method="POST", path="check-runs"),
    "cut after the completion": Fault(CutAfterEffect(), method="PATCH", path="check-runs"),
    "cut after the comments": Fault(CutAfterEffect(), method="POST", path="reviews"),
    "secondary limit at the new run": Fault(secondary_limit(retry_after="0"), method="POST", path="check-runs"),
}


@pytest.mark.parametrize("name", _FAULTS)
async def test_after_a_fault_there_is_one_completed_run_and_each_comment_once(
    workshop: Workshop, shop: Shop, name: str
) -> None:
    fault = replace(_FAULTS[name])
    shop.world.faults.append(fault)
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "succeeded")
    assert fault.times <= 0, "the fault did not strike"
    assert shop.only_run().conclusion == "action_required"
    assert len(shop.pull.comments) == 1
    assert (await workshop.job(delivery)).attempts == 2


async def test_a_host_that_stays_down_ends_in_a_dead_job_and_the_pull_request_hears_of_it(
    workshop: Workshop, shop: Shop
) -> None:
    shop.world.faults.append(Fault(server_error(), path="graphql", times=QUICK.tries))
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_completed()
        await workshop.until_status(delivery, "failed")
    run = shop.only_run()
    assert run.conclusion == "action_required"
    assert str(delivery.id) in f"{run.summary}"


async def test_a_bug_is_told_by_its_id_alone_and_not_tried_again(workshop: Workshop, shop: Shop) -> None:
    async def broken(request: AnalysisRequest) -> Analysis:
        raise ValueError(f"secret-of-the-inside {len(request.files)}")

    delivery = shop.delivery()
    async with workshop.working(broken):
        await workshop.accept(delivery)
        await workshop.until_completed()
    run = shop.only_run()
    assert run.conclusion == "action_required"
    assert str(delivery.id) in f"{run.summary}"
    assert "secret-of-the-inside" not in f"{run.title}{run.summary}{run.text}"
    job = await workshop.job(delivery)
    assert (job.status, job.attempts) == ("failed", 1)


@pytest.mark.parametrize(("name", "needed"), [("contents", "contents=read"), ("pull_requests", "pull_requests=write")])
async def test_a_missing_permission_is_told_by_its_name_in_the_check(
    workshop: Workshop, shop: Shop, name: str, needed: str
) -> None:
    shop.installation.permissions = {one: right for one, right in shop.app.permissions.items() if one != name}
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "failed")
        await workshop.until_completed()
    run = shop.only_run()
    assert run.conclusion == "action_required"
    assert needed in f"{run.summary}"


async def test_without_the_permission_for_checks_the_dead_job_says_so(workshop: Workshop, shop: Shop) -> None:
    shop.installation.permissions = {one: right for one, right in shop.app.permissions.items() if one != "checks"}
    delivery = shop.delivery()
    async with workshop.working():
        await workshop.accept(delivery)
        await workshop.until_status(delivery, "failed")
        told = await workshop.job(delivery, TELL_UNFINISHED)
    assert "checks" in str(told.task_kwargs["reason"])


async def test_workers_that_are_lost_again_and_again_do_not_use_up_the_tries(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    await workshop.accept(delivery)
    await workshop.set_attempts(delivery, QUICK.tries + 10)
    async with workshop.working():
        await workshop.until_status(delivery, "succeeded")
    assert shop.only_run().conclusion == "action_required"


async def test_but_not_for_ever(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    await workshop.accept(delivery)
    await workshop.set_attempts(delivery, QUICK.lost_tries)
    async with workshop.working():
        await workshop.until_status(delivery, "failed")
        await workshop.until_completed()
    assert "The worker was lost each time" in f"{shop.only_run().summary}"


async def test_a_change_that_kills_its_analyser_is_given_up_early(workshop: Workshop, shop: Shop) -> None:
    died: list[int] = []

    async def dies(request: AnalysisRequest) -> Analysis:
        died.append(len(request.files))
        raise AnalyserDied("killed")

    delivery = shop.delivery()
    async with workshop.working(dies):
        await workshop.accept(delivery)
        await workshop.until_completed()
    assert len(died) == QUICK.deadly_tries


_LIMITS = {
    "secondary": partial(secondary_limit, retry_after="600"),
    "secondary as 429": partial(secondary_limit, 429, "600"),
    "primary": partial(primary_limit, 600),  # made when the test runs: it names a moment
}


@pytest.mark.parametrize("name", _LIMITS)
async def test_a_rate_limit_is_waited_for_by_the_whole_installation(workshop: Workshop, shop: Shop, name: str) -> None:
    shop.world.faults.append(Fault(_LIMITS[name](), path="graphql"))
    first, other = shop.delivery(), acts.open_pull(shop.world, shop.repository, "feature")
    second = structs.replace(shop.delivery(), pull_request=structs.replace(shop.key, number=other.number))
    async with workshop.working():
        moments: list[datetime] = []
        for delivery in (first, second):
            await workshop.accept(delivery)
            moments.append(await workshop.until_scheduled(delivery))
        # A reset names a whole second, and a second is waited on top of it.
        assert 500 < await seconds_paused(workshop.tools.engine, shop.installation.id) <= 602
    assert len(shop.world.exchanges) == 2  # the token, and the refused question
    assert min(moments) > datetime.now(UTC) + timedelta(seconds=500)


async def test_a_newer_delivery_does_not_wait_behind_one_that_waits(workshop: Workshop, shop: Shop) -> None:
    shop.world.faults.append(Fault(server_error(), path="graphql"))
    first, second = shop.delivery(), shop.delivery()
    async with workshop.working(patience=Patience(first_seconds=600)):
        await workshop.accept(first)

        await workshop.until_scheduled(first)
        await workshop.accept(second)
        await workshop.until_status(second, "succeeded")
    assert shop.only_run().conclusion == "action_required"


async def test_jobs_of_one_pull_request_never_run_side_by_side(workshop: Workshop, shop: Shop) -> None:
    at_work = 0
    most = 0

    async def counting(request: AnalysisRequest) -> Analysis:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        try:
            return await analysed_here(request)
        finally:
            at_work -= 1

    deliveries = [shop.delivery() for _ in range(6)]
    async with workshop.working(counting):
        for delivery in deliveries:
            await workshop.accept(delivery)
        await workshop.until_status(deliveries[-1], "succeeded")
    assert {job.status for job in await workshop.queue.job_manager.list_jobs_async()} == {"succeeded"}
    assert most == 1
    assert shop.only_run().status == "completed"
    assert len(shop.pull.comments) == 1


async def test_a_job_that_runs_when_the_worker_is_told_to_stop_is_finished(workshop: Workshop, shop: Shop) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def held(request: AnalysisRequest) -> Analysis:
        begun.set()
        await go_on.wait()
        return await analysed_here(request)

    delivery = shop.delivery()
    async with workshop.working(held):
        await workshop.accept(delivery)
        await begun.wait()
        asyncio.get_running_loop().call_later(0.2, go_on.set)
    assert (await workshop.job(delivery)).status == "succeeded"
    assert shop.only_run().status == "completed"


async def test_a_job_that_outlasts_the_drain_is_done_by_the_next_worker(workshop: Workshop, shop: Shop) -> None:
    begun = asyncio.Event()

    async def endless(request: AnalysisRequest) -> Analysis:
        begun.set()
        await asyncio.Event().wait()
        return await analysed_here(request)

    delivery = shop.delivery()
    async with workshop.working(endless, drain_seconds=0.1):
        await workshop.accept(delivery)
        await begun.wait()
    assert (await workshop.job(delivery)).status == "todo"
    assert shop.only_run().status == "in_progress"
    async with workshop.working():
        await workshop.until_status(delivery, "succeeded")
    assert shop.only_run().status == "completed"


async def test_a_purged_delivery_ends_its_job_quietly(workshop: Workshop, shop: Shop) -> None:
    delivery = shop.delivery()
    deferrer = workshop.queue.configure_task(REVIEW, queue="pull-requests")
    await deferrer.defer_async(delivery_id=str(delivery.id))
    async with workshop.working():
        await workshop.until_status(delivery, "succeeded")
    assert shop.world.exchanges == []
