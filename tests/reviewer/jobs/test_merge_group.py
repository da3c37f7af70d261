"""A merge group is judged by what was signed on its pull requests: the same boundary passes, another one fails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.jobs.announcements import announce
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.announcing import group_run_event, merge_group_event
from tests.fakes.github.faults import Fault, Status
from tests.fakes.github.queueing import Method, enqueue
from tests.fakes.github.state import CheckRun, PullRequest, QueueEntry
from tests.shops import BASE, HEAD, analysed_here

OTHER = b"""from django.contrib.auth.decorators import login_required


@login_required
def refund(request, order_id):
    return give_back(order_id)
"""


async def signed(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo", "The gateway checks it.")
    assert desk.run.conclusion == "success"


async def queued(desk: Desk, entry: QueueEntry) -> CheckRun:
    """Let the queue ask for checks; the check run at the group's head."""
    await desk.handle(merge_group_event(desk.shop.world, desk.shop.repository, entry))
    return desk.shop.only_run(entry.head_sha)


def said(run: CheckRun) -> str:
    return f"{run.title}\n{run.summary}\n{run.text}"


def second_pull(desk: Desk) -> PullRequest:
    """Another pull request, of another author, that removes another guard."""
    world, repository = desk.shop.world, desk.shop.repository
    acts.branch(repository, "other")
    acts.commit(world, repository, "other", {"shop/refunds.py": OTHER.replace(b"@login_required\n", b"")}, author="cy")
    return acts.open_pull(world, repository, "other", author="cy")


@pytest.mark.parametrize("method", ["merge", "squash"])
async def test_what_was_signed_passes_the_queue(desk: Desk, method: Method) -> None:
    await signed(desk)
    run = await queued(desk, enqueue(desk.shop.pull, method))
    assert (run.name, run.status, run.conclusion) == ("Holdfast", "completed", "success")
    assert desk.run.conclusion == "success"
    assert len(desk.shop.pull.comments) == 1


async def test_what_nobody_signed_fails_the_queue(desk: Desk) -> None:
    await desk.review("opened")
    run = await queued(desk, enqueue(desk.shop.pull))
    assert run.conclusion == "failure"
    assert "Not what was signed: auth of #1" in said(run)
    assert "`auth` of #1 was not signed" in said(run)
    assert "queue it again" in said(run)
    assert run.actions == []


async def test_a_group_of_a_pull_request_that_was_never_reviewed_fails(desk: Desk) -> None:
    run = await queued(desk, enqueue(desk.shop.pull))
    assert run.conclusion == "failure"


async def test_a_base_that_moved_elsewhere_keeps_the_sign_off(desk: Desk) -> None:
    await signed(desk)
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"README.md": b"# Shop, moved\n"})
    assert (await queued(desk, enqueue(desk.shop.pull, "squash"))).conclusion == "success"


async def test_a_base_that_moved_under_the_boundary_fails_with_the_reason(desk: Desk) -> None:
    await signed(desk)
    moved = BASE.replace(b"    return charge(order_id)\n", b"    return charge(order_id, twice=True)\n")
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"shop/views.py": moved})
    run = await queued(desk, enqueue(desk.shop.pull, "squash"))
    assert run.conclusion == "failure"
    assert "`auth` of #1 is not what bo signed: pay changed" in said(run)


async def test_a_withdrawn_sign_off_does_not_pass_the_queue(desk: Desk) -> None:
    await signed(desk)
    await desk.say("bo", "/holdfast revoke auth")
    run = await queued(desk, enqueue(desk.shop.pull))
    assert run.conclusion == "failure"


async def test_a_sign_off_of_another_pull_request_does_not_count(desk: Desk) -> None:
    await signed(desk)
    other = second_pull(desk)
    assert (await queued(desk, enqueue(other))).conclusion in {"success", "neutral"}
    acts.branch(desk.shop.repository, "copy")
    acts.commit(desk.shop.world, desk.shop.repository, "copy", {"shop/views.py": HEAD}, author="dee")
    copy = acts.open_pull(desk.shop.world, desk.shop.repository, "copy", author="dee")
    desk.shop.repository.merge_queues.clear()
    run = await queued(desk, enqueue(copy))
    assert run.conclusion == "failure"
    assert f"#{copy.number}" in said(run)


async def test_each_of_a_group_is_judged_alone_between_its_own_commits(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"shop/refunds.py": OTHER})
    await signed(desk)
    other = second_pull(desk)
    first, last = enqueue(desk.shop.pull), enqueue(other)
    group = replace(last, base_sha=first.base_sha)
    run = await queued(desk, group)
    assert run.conclusion == "failure"
    assert f"`auth` of #{other.number} was not signed" in said(run)
    assert "`auth` of #1" not in said(run)
    assert "### #1" in said(run)


async def test_a_group_on_top_of_another_sees_its_own_pull_request_alone(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"shop/refunds.py": OTHER})
    other = second_pull(desk)
    await desk.review("opened")
    enqueue(other)
    await desk.approve("bo")
    run = await queued(desk, enqueue(desk.shop.pull))
    assert run.conclusion == "success"
    assert f"#{other.number}" not in said(run)


def wide_pull(desk: Desk) -> PullRequest:
    """More files than a comparison lists; the guard that is lost stands in the last of them."""
    world, repository = desk.shop.world, desk.shop.repository
    acts.commit(world, repository, "main", {"zoo/views.py": BASE})
    acts.branch(repository, "wide")
    files = {f"docs/{number:03}.md": b"# x\n" for number in range(302)} | {"zoo/views.py": HEAD}
    acts.commit(world, repository, "wide", files)
    return acts.open_pull(world, repository, "wide")


@pytest.mark.parametrize("method", ["merge", "squash"])
async def test_a_wide_pull_request_is_compared_to_its_last_file(desk: Desk, method: Method) -> None:
    desk.shop.pull = wide_pull(desk)
    assert (await desk.review("opened")).conclusion == "action_required"
    refused = await queued(desk, enqueue(desk.shop.pull, method))
    assert refused.conclusion == "failure"
    assert "was not signed" in said(refused)
    await desk.approve("bo")
    acts.commit(desk.shop.world, desk.shop.repository, "main", {"README.md": b"# Shop, moved\n"})
    assert (await queued(desk, enqueue(desk.shop.pull, method))).conclusion == "success"


async def test_more_files_than_github_lists_never_pass_the_queue(desk: Desk) -> None:
    desk.shop.world.files_cap = 301
    desk.shop.pull = wide_pull(desk)
    await desk.review("opened")
    await desk.approve("bo")
    run = await queued(desk, enqueue(desk.shop.pull))
    assert (run.status, run.conclusion) == ("completed", "failure")
    assert "2 of 303 changed files were not read: GitHub lists no more." in said(run)


async def test_one_too_wide_pull_request_fails_its_group_and_says_which(desk: Desk) -> None:
    desk.shop.world.files_cap = 301
    await signed(desk)
    wide = wide_pull(desk)
    first, last = enqueue(desk.shop.pull), enqueue(wide)
    run = await queued(desk, replace(last, base_sha=first.base_sha))
    assert run.conclusion == "failure"
    assert f"### #{wide.number}" in said(run)
    assert "not read" in said(run).partition(f"### #{wide.number}")[2]
    assert "not read" not in said(run).partition(f"### #{wide.number}")[0]


async def test_without_a_word_from_the_queue_the_branch_names_the_pull_request(desk: Desk) -> None:
    await signed(desk)
    entry = enqueue(desk.shop.pull)
    desk.shop.repository.merge_queues.clear()
    assert (await queued(desk, entry)).conclusion == "success"


async def test_a_group_that_names_nobody_fails(desk: Desk) -> None:
    await signed(desk)
    entry = replace(enqueue(desk.shop.pull), head_ref="refs/heads/gh-readonly-queue/main/new-words")
    desk.shop.repository.merge_queues.clear()
    run = await queued(desk, entry)
    assert run.conclusion == "failure"
    assert "nothing could be compared" in said(run)


async def test_the_queue_may_not_be_read_and_the_branch_still_names_the_pull_request(desk: Desk) -> None:
    await signed(desk)
    installation = desk.shop.installation
    installation.permissions = {name: it for name, it in installation.permissions.items() if name != "merge_queues"}
    assert (await queued(desk, enqueue(desk.shop.pull))).conclusion == "success"


async def test_an_observed_repository_holds_no_queue(desk: Desk) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {".github/holdfast.yml": b"mode: observe\n"})
    await desk.review("opened")
    assert (await queued(desk, enqueue(desk.shop.pull))).conclusion == "neutral"


async def test_the_group_cannot_change_its_own_judge(desk: Desk) -> None:
    acts.push(desk.shop.world, desk.shop.pull, {".github/holdfast.yml": b"mode: observe\n"})
    await desk.review()
    assert (await queued(desk, enqueue(desk.shop.pull))).conclusion == "failure"


async def test_the_same_group_twice_is_one_check_run(desk: Desk) -> None:
    await signed(desk)
    entry = enqueue(desk.shop.pull)
    for _ in range(2):
        assert (await queued(desk, entry)).conclusion == "success"


async def test_a_group_that_is_asked_for_again_is_reviewed_again(desk: Desk) -> None:
    await desk.review("opened")
    entry = enqueue(desk.shop.pull)
    run = await queued(desk, entry)
    await desk.approve("bo")
    assert run.conclusion == "failure"
    await desk.handle(group_run_event(desk.shop.world, desk.shop.repository, run))
    assert desk.shop.only_run(entry.head_sha).conclusion == "success"


async def test_a_destroyed_group_is_not_reviewed_whichever_event_comes_first(desk: Desk) -> None:
    await signed(desk)
    entry = enqueue(desk.shop.pull)
    world, repository = desk.shop.world, desk.shop.repository
    await desk.handle(merge_group_event(world, repository, entry, "destroyed"))
    before = len(world.exchanges)
    await desk.handle(merge_group_event(world, repository, entry))
    assert desk.shop.runs(entry.head_sha) == []
    assert len(world.exchanges) == before


async def test_a_group_destroyed_in_mid_review_leaves_no_run_in_progress(desk: Desk) -> None:
    await signed(desk)
    entry = enqueue(desk.shop.pull)
    world, repository = desk.shop.world, desk.shop.repository

    async def destroyed_meanwhile(request: AnalysisRequest) -> Analysis:
        gone = desk.announced(merge_group_event(world, repository, entry, "destroyed"))
        await announce(gone, desk.tools.engine, desk.queue)
        return await analysed_here(request)

    desk.tools = structs.replace(desk.tools, analyse=destroyed_meanwhile)
    run = await queued(desk, entry)
    assert (run.status, run.conclusion) == ("completed", "cancelled")


async def test_a_review_that_is_given_up_is_told_and_the_queue_goes_on_without(desk: Desk) -> None:
    await signed(desk)
    entry = enqueue(desk.shop.pull)
    refusal = Status(403, {"message": "Resource not accessible by integration"})
    desk.shop.world.faults.append(Fault(refusal, path="/compare/"))
    run = await queued(desk, entry)
    assert (run.status, run.conclusion) == ("completed", "action_required")
    assert "could not finish" in said(run)
    assert ("merge-group", "failed") in await desk.jobs()


@pytest.mark.parametrize("action", ["", "completed", "checks_completed"])
async def test_other_actions_are_ignored(desk: Desk, action: str) -> None:
    entry = enqueue(desk.shop.pull)
    event = merge_group_event(desk.shop.world, desk.shop.repository, entry, action)
    assert await desk.handle(event) == "ignored"
