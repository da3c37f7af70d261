"""Sweeps: heads without a completed check run are found, everything else is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewer.jobs import sweeps
from reviewer.jobs.accept import accept
from reviewer.jobs.announcement_tasks import look_for_missed, register_clockwork
from reviewer.jobs.sweeps import SweepOrder, sweep
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.faults import Fault, server_error
from tests.fakes.github.state import CheckRun


def order(desk: Desk, occasion: str = "today") -> SweepOrder:
    return SweepOrder(desk.shop.installation.id, None, occasion)


async def swept(desk: Desk, occasion: str = "today") -> int:
    await desk.forget_jobs()
    return await sweep(order(desk, occasion), desk.tools, desk.queue)


async def test_a_head_whose_delivery_was_lost_is_reviewed(desk: Desk) -> None:
    assert await swept(desk) == 1
    await desk.drain()
    assert desk.shop.only_run().conclusion == "action_required"


async def test_a_run_that_was_left_in_progress_is_completed(desk: Desk) -> None:
    run = await desk.review("opened")
    run.status, run.conclusion = "in_progress", None
    assert await swept(desk) == 1
    await desk.drain()
    assert (run.status, run.conclusion) == ("completed", "action_required")


async def test_what_is_completed_is_left_alone(desk: Desk) -> None:
    await desk.review("opened")
    assert await swept(desk) == 0


async def test_the_completed_run_of_another_pull_request_at_the_same_commit_is_not_taken_for_ours(desk: Desk) -> None:
    await desk.review("opened")
    acts.open_pull(desk.shop.world, desk.shop.repository, "feature")
    assert await swept(desk) == 1


async def test_the_run_of_another_app_by_our_name_does_not_count(desk: Desk) -> None:
    run = await desk.review("opened")
    run.app = desk.shop.world.app("impostor")
    assert await swept(desk) == 1


@pytest.mark.parametrize("state", ["closed", "merged"])
async def test_what_is_no_longer_open_is_left_alone(desk: Desk, state: str) -> None:
    desk.shop.pull.state, desk.shop.pull.merged = "closed", state == "merged"
    assert await swept(desk) == 0


async def test_a_head_that_has_a_job_is_left_to_it(desk: Desk) -> None:
    await accept(desk.shop.delivery(), desk.queue)
    assert await sweep(order(desk), desk.tools, desk.queue) == 0


async def test_a_head_is_queued_once_a_day_however_often_its_review_dies(desk: Desk) -> None:
    assert [await swept(desk), await swept(desk), await swept(desk, "tomorrow")] == [1, 0, 1]


async def test_archived_repositories_take_no_check_runs(desk: Desk) -> None:
    desk.shop.repository.archived = True
    assert await swept(desk) == 0


async def test_a_repository_that_is_gone_does_not_hide_the_others(desk: Desk) -> None:
    world, installation = desk.shop.world, desk.shop.installation
    gone = world.repository("acme/gone")
    listed = await desk.tools.survey.repositories(installation.id)
    assert len(listed) == 2
    del world.repositories[gone.id]
    heads = await desk.tools.survey.open_heads(listed)
    assert [head.head_sha for head in heads] == [desk.shop.pull.head_sha]


async def test_many_repositories_take_few_requests(desk: Desk) -> None:
    for number in range(24):
        desk.shop.world.repository(f"acme/empty-{number}")
    before = len(desk.shop.world.exchanges)
    assert await swept(desk) == 1
    asked = [one.path for one in desk.shop.world.exchanges[before:]]
    assert asked.count("/graphql") == 3
    assert len(asked) == 5


async def test_one_sweep_queues_a_bounded_number_and_the_next_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "MOST_REVIEWS", 2)
    for _ in range(2):
        acts.open_pull(desk.shop.world, desk.shop.repository, "feature")
    assert await swept(desk) == 2
    await desk.drain()
    assert await swept(desk) == 1


async def test_an_outage_of_github_leaves_no_dead_jobs_behind(desk: Desk) -> None:
    desk.shop.world.faults.append(Fault(server_error(), path="^/app", times=2))
    register_clockwork(desk.queue, desk.tools)
    await look_for_missed(desk.queue, datetime.now(UTC))
    await desk.drain()
    jobs = await desk.jobs()
    assert {name for name, _ in jobs} >= {"redeliver", "sweep-all"}
    assert "failed" not in {status for _, status in jobs}


async def test_of_many_services_that_start_one_looks(desk: Desk) -> None:
    for _ in range(3):
        await look_for_missed(desk.queue, datetime.now(UTC))
        await desk.queue.connector.execute_query_async("UPDATE procrastinate_jobs SET status = 'succeeded'")
    assert await desk.jobs() == [("redeliver", "succeeded"), ("sweep-all", "succeeded")]


async def test_a_service_that_was_away_for_long_looks_again(desk: Desk) -> None:
    await look_for_missed(desk.queue, datetime.now(UTC))
    for change in (
        "UPDATE procrastinate_jobs SET status = 'succeeded'",
        "UPDATE procrastinate_events SET at = now() - interval '1 hour'",
    ):
        await desk.queue.connector.execute_query_async(change)
    await look_for_missed(desk.queue, datetime.now(UTC))
    assert [status for _, status in await desk.jobs()] == ["succeeded", "succeeded", "todo", "todo"]


async def test_a_service_that_starts_looks_at_every_living_installation(desk: Desk) -> None:
    suspended = desk.shop.world.install(desk.shop.app, "globex")
    suspended.suspended = True
    register_clockwork(desk.queue, desk.tools)
    await look_for_missed(desk.queue, datetime.now(UTC))
    await desk.drain()
    swept = await desk.queue.job_manager.list_jobs_async(task="sweep")
    assert {str(job.task_kwargs["installation"]) for job in swept} == {str(desk.shop.installation.id)}
    run: CheckRun = desk.shop.only_run()
    assert run.conclusion == "action_required"
