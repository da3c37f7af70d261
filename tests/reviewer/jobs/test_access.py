"""The App gains or loses access: what was missed is reviewed, what cannot succeed any more does not wait."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reviewer.jobs.accept import accept
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import installation_event, installation_repositories_event, repository_event
from tests.shops import HEAD


async def waiting(desk: Desk) -> list[str]:
    """Deliveries whose job waits or is cancelled, by repository."""
    jobs = await desk.queue.job_manager.list_jobs_async(task="review")
    return [f"{job.status}" for job in jobs]


@pytest.mark.parametrize("action", ["created", "unsuspend", "new_permissions_accepted"])
async def test_open_pull_requests_that_nobody_reviewed_are_reviewed(desk: Desk, action: str) -> None:
    repositories = [desk.shop.repository] if action == "created" else None
    await desk.handle(installation_event(desk.shop.world, desk.shop.installation, action, repositories))
    assert desk.shop.only_run().conclusion == "action_required"


async def test_repositories_that_were_added_are_looked_at_and_others_are_not(desk: Desk) -> None:
    world, installation = desk.shop.world, desk.shop.installation
    other = world.repository("acme/other")
    acts.commit(world, other, "main", {"a.py": b"1\n"})
    acts.branch(other, "feature")
    acts.commit(world, other, "feature", {"a.py": HEAD})
    pull = acts.open_pull(world, other, "feature")
    await desk.handle(installation_repositories_event(world, installation, "added", [other]))
    assert [run.head_sha for run in other.check_runs] == [pull.head_sha]
    assert desk.shop.runs() == []


@pytest.mark.parametrize("action", ["deleted", "suspend"])
async def test_what_waits_for_an_installation_that_is_gone_is_cancelled(desk: Desk, action: str) -> None:
    event = installation_event(desk.shop.world, desk.shop.installation, action)
    announcement = desk.announced(event)
    mine = desk.shop.delivery()
    elsewhere = replace(
        desk.shop.delivery(), pull_request=replace(desk.shop.key, installation=7, repository_id=8, number=9)
    )
    for delivery in (mine, elsewhere):
        await accept(delivery, desk.queue)
    await desk.announce(announcement)
    assert sorted(await waiting(desk)) == ["cancelled", "todo"]
    assert desk.shop.world.exchanges == []


async def test_of_repositories_that_were_removed_only_their_jobs_are_cancelled(desk: Desk) -> None:
    other = desk.shop.world.repository("acme/other")
    mine = desk.shop.delivery()
    theirs = replace(desk.shop.delivery(), pull_request=replace(desk.shop.key, repository_id=other.id))
    for delivery in (mine, theirs):
        await accept(delivery, desk.queue)
    event = installation_repositories_event(desk.shop.world, desk.shop.installation, "removed", [other])
    await desk.announce(desk.announced(event))
    assert sorted(await waiting(desk)) == ["cancelled", "todo"]


async def test_a_deleted_repository_has_nothing_to_wait_for(desk: Desk) -> None:
    await accept(desk.shop.delivery(), desk.queue)
    await desk.announce(desk.announced(repository_event(desk.shop.world, desk.shop.repository, "deleted")))
    assert await waiting(desk) == ["cancelled"]


async def test_a_job_that_waits_finds_a_renamed_repository(desk: Desk) -> None:
    kept = await desk.keep(desk.shop.delivery())
    desk.shop.world.rename(desk.shop.repository, "store")
    await desk.announce(desk.announced(repository_event(desk.shop.world, desk.shop.repository, "renamed")))
    await desk.drain()
    assert desk.shop.only_run().conclusion == "action_required"
    paths = {one.path for one in desk.shop.world.exchanges}
    assert not [path for path in paths if path.startswith(f"/repos/{kept.delivery.pull_request.repository}")]


async def test_a_job_that_waits_finds_a_transferred_repository_under_its_new_installation(desk: Desk) -> None:
    world = desk.shop.world
    await desk.keep(desk.shop.delivery())
    installed = world.install(desk.shop.app, "globex")
    desk.shop.repository.owner = installed.account
    await desk.announce(desk.announced(repository_event(world, desk.shop.repository, "transferred")))
    await desk.drain()
    assert desk.shop.only_run().conclusion == "action_required"


async def test_a_suspended_installation_is_not_swept_and_nothing_dies(desk: Desk) -> None:
    desk.shop.installation.suspended = True
    await desk.handle(installation_event(desk.shop.world, desk.shop.installation, "unsuspend"))  # late, by now untrue
    assert desk.shop.runs() == []
    assert ("sweep", "succeeded") in await desk.jobs()


async def test_events_out_of_order_leave_a_living_installation_alive(desk: Desk) -> None:
    world, installation = desk.shop.world, desk.shop.installation
    await desk.handle(installation_event(world, installation, "unsuspend"))
    await desk.handle(installation_event(world, installation, "suspend"))
    run = await desk.review("opened")
    assert run.conclusion == "action_required"


@pytest.mark.parametrize("action", ["created", "archived", "edited", "privatized", ""])
async def test_other_changes_of_a_repository_ask_for_nothing(desk: Desk, action: str) -> None:
    assert await desk.handle(repository_event(desk.shop.world, desk.shop.repository, action)) == "ignored"
