"""All checks of a commit again: every pull request at it is reviewed, named by GitHub or known to us."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import check_suite_event
from tests.fakes.github.state import PullRequest


def reviewed(desk: Desk, pulls: list[PullRequest]) -> list[str | None]:
    """How the check run of each of these pull requests ended; all of them stand at one commit."""
    runs = {f"{run.external_id}": run.conclusion for run in desk.shop.repository.check_runs}
    return [runs.get(f"{pull.number}:{pull.head_sha}") for pull in pulls]


async def test_every_pull_request_that_the_suite_names_is_reviewed(desk: Desk) -> None:
    pulls = [desk.shop.pull, acts.open_pull(desk.shop.world, desk.shop.repository, "feature", title="Once more")]
    event = check_suite_event(desk.shop.world, pulls, desk.shop.pull.head_sha, desk.shop.app)
    assert await desk.handle(event) == "queued"
    assert reviewed(desk, pulls) == ["action_required", "action_required"]


async def test_of_a_fork_whose_suite_names_nobody_the_reviewed_ones_are_known(desk: Desk) -> None:
    world, repository = desk.shop.world, desk.shop.repository
    fork = acts.fork(world, repository, "zoe")
    desk.shop.pull = acts.open_pull(world, repository, "feature", author="zoe", fork=fork)
    run = await desk.review("opened")
    asked = len(run.requests)
    event = check_suite_event(world, [desk.shop.pull], desk.shop.pull.head_sha, desk.shop.app)
    await desk.handle(event)
    assert desk.run.status == "completed"
    assert len(desk.run.requests) > asked or desk.run is not run


async def test_a_fork_that_is_gone_changes_nothing_about_that(desk: Desk) -> None:
    await desk.review("opened")
    desk.shop.pull.head_repository = None
    event = check_suite_event(desk.shop.world, [desk.shop.pull], desk.shop.pull.head_sha, desk.shop.app)
    assert await desk.handle(event) == "queued"
    assert desk.run.conclusion == "action_required"


async def test_the_review_is_of_the_head_of_now(desk: Desk) -> None:
    old = desk.shop.pull.head_sha
    await desk.review("opened")
    desk.shop.push()
    await desk.handle(check_suite_event(desk.shop.world, [desk.shop.pull], old, desk.shop.app))
    assert desk.shop.only_run().conclusion == "action_required"


async def test_the_same_pull_request_of_another_repository_is_none_of_ours(desk: Desk) -> None:
    fork = acts.fork(desk.shop.world, desk.shop.repository, "zoe")
    event = check_suite_event(desk.shop.world, [desk.shop.pull], desk.shop.pull.head_sha, desk.shop.app)
    suite = event.payload["check_suite"]
    assert isinstance(suite, dict)
    suite["pull_requests"][0]["base"]["repo"]["id"] = fork.id  # upstream, where we are not asked
    await desk.handle(event)
    assert desk.shop.runs() == []


async def test_the_suite_of_another_app_is_ignored(desk: Desk) -> None:
    other = desk.shop.world.app("linter")
    event = check_suite_event(desk.shop.world, [desk.shop.pull], desk.shop.pull.head_sha, other)
    assert await desk.handle(event) == "ignored"


@pytest.mark.parametrize("action", ["requested", "completed", ""])
async def test_a_suite_that_nobody_asked_for_again_is_ignored(desk: Desk, action: str) -> None:
    event = check_suite_event(desk.shop.world, [desk.shop.pull], desk.shop.pull.head_sha, desk.shop.app, action)
    assert await desk.handle(event) == "ignored"


async def test_a_commit_that_nobody_knows_asks_github_nothing(desk: Desk) -> None:
    event = check_suite_event(desk.shop.world, [desk.shop.pull], "f" * 40, desk.shop.app)
    suite = event.payload["check_suite"]
    assert isinstance(suite, dict)
    suite["pull_requests"] = []
    assert await desk.handle(event) == "queued"
    assert desk.shop.world.exchanges == []
