"""Threads of findings that went away or came back: one line each, resolved where the App may, people's left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checks.kit import Side
from reviewer.domain.errors import HostDown
from reviewer.domain.material import Material
from reviewer.domain.report import Finding, Report, ReportedFile, Suppression
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, Status, TruncatedBody, server_error
from tests.fakes.github.state import ReviewComment
from tests.reviewer.github.conftest import Shop, go_ahead
from tests.reviewer.github.findings import LOST, PATH, lost, report

NOISE = "other.py"


@pytest.fixture
def may_resolve(shop: Shop) -> None:
    """What GitHub asks for resolving; Holdfast's own manifest does without."""
    shop.installation.permissions = {**shop.installation.permissions, "contents": "write"}


async def review(shop: Shop, client: Client, *findings: Finding) -> None:
    await publish(shop, client, lambda material: report(material, *findings))


async def publish(shop: Shop, client: Client, made: Callable[[Material], Report]) -> None:
    host = GitHubHost(client)
    head = await host.head_of(shop.key)
    assert head is not None
    run = await host.start_check(shop.key, head, go_ahead)
    material = await host.material(shop.key, head)
    await host.publish(shop.key, run, material, made(material), go_ahead)


def push(shop: Shop) -> str:
    return acts.push(shop.world, shop.pull, {NOISE: f"{len(shop.pull.heads)}\n".encode()})


def thread(shop: Shop, number: int = 0) -> tuple[ReviewComment, list[str]]:
    """The comment that began it, and the first line of every answer."""
    first = [one for one in shop.pull.comments if one.reply_to is None][number]
    return first, [one.body.splitlines()[0] for one in shop.pull.comments if one.reply_to == first.id]


@pytest.mark.usefixtures("may_resolve")
async def test_gone_back_and_gone_again(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    said: list[str] = []
    for word, found in (("No longer found", ()), ("Found again", (LOST,)), ("No longer found", ())):
        head = push(shop)
        said.append(f"{word} at head `{head[:7]}`.")
        for _ in range(2):
            await review(shop, client, *found)
        first, answers = thread(shop)
        assert (answers, first.resolved) == (said, not found)
    assert len([one for one in shop.pull.comments if one.reply_to is None]) == 1


async def test_with_holdfasts_own_permissions_the_line_says_that_it_can_be_resolved(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    head = push(shop)
    for _ in range(3):
        await review(shop, client)
        push(shop)
    first, answers = thread(shop)
    assert answers == [f"No longer found at head `{head[:7]}`. This conversation can be resolved."]
    assert not first.resolved


@pytest.mark.usefixtures("may_resolve")
async def test_a_thread_that_a_person_resolved_is_left_alone(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    first, _ = thread(shop)
    first.resolved = True
    push(shop)
    await review(shop, client, LOST)
    push(shop)
    await review(shop, client)
    assert thread(shop) == (first, [])
    assert first.resolved


@pytest.mark.usefixtures("may_resolve")
async def test_a_thread_that_a_person_opened_again_is_left_alone(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    push(shop)
    await review(shop, client)
    first, answers = thread(shop)
    first.resolved = False
    push(shop)
    await review(shop, client)
    assert (thread(shop), first.resolved, len(answers)) == ((first, answers), False, 1)


@pytest.mark.usefixtures("may_resolve")
async def test_what_people_say_stays_and_counts_for_nothing(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    first, _ = thread(shop)
    quoted = f"> No longer found\n\n<!-- holdfast-thread:gone:{shop.pull.head_sha} -->"
    acts.reply(shop.world, shop.pull, "bo", first, quoted)
    head = push(shop)
    await review(shop, client)
    _, answers = thread(shop)
    assert answers == ["> No longer found", f"No longer found at head `{head[:7]}`."]
    assert first.resolved


@pytest.mark.usefixtures("may_resolve")
async def test_a_suppressed_finding_is_told_apart(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    head = push(shop)
    await review(shop, client, replace(LOST, suppressed=Suppression("covered by the gateway", None)))
    first, answers = thread(shop)
    assert (answers, first.resolved) == ([f"Accepted by a suppression at head `{head[:7]}`."], True)


@pytest.mark.usefixtures("may_resolve")
async def test_a_finding_without_a_place_inline_is_not_gone(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    push(shop)
    await review(shop, client, replace(LOST, inline=False))
    assert thread(shop)[1] == []


@pytest.mark.usefixtures("may_resolve")
@pytest.mark.parametrize(("skipped", "lines"), [("it does not parse", 0), (None, 1)])
async def test_what_was_not_looked_at_is_not_gone(shop: Shop, client: Client, skipped: str | None, lines: int) -> None:
    await review(shop, client, LOST)
    push(shop)

    def incomplete(material: Material) -> Report:
        file = ReportedFile(PATH, None, "modified", (), skipped)
        return replace(report(material), complete=False, files=(file,), verdict="action_required")

    await publish(shop, client, incomplete)
    assert len(thread(shop)[1]) == lines


async def test_a_review_that_could_not_finish_says_nothing_in_threads(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    head = push(shop)
    await GitHubHost(client).publish_unfinished(shop.key, head, "the analysis died", go_ahead)
    assert thread(shop)[1] == []


@pytest.mark.usefixtures("may_resolve")
@pytest.mark.parametrize("fault", [server_error(), CutAfterEffect(), TruncatedBody()])
async def test_a_line_whose_answer_was_lost_is_not_said_twice(
    shop: Shop, client: Client, fault: CutAfterEffect | TruncatedBody
) -> None:
    await review(shop, client, LOST)
    push(shop)
    shop.world.faults.append(Fault(fault, path="/graphql", skip=2))  # after the overview and the files
    with pytest.raises(HostDown):
        await review(shop, client)
    await review(shop, client)
    first, answers = thread(shop)
    assert (len(answers), first.resolved) == (1, True)
    assert shop.runs[-1].conclusion == "success"


@pytest.mark.usefixtures("may_resolve")
async def test_many_threads_take_few_requests(shop: Shop, client: Client) -> None:
    await review(shop, client, *(lost(number) for number in range(45)))
    push(shop)
    before = len(shop.world.exchanges)
    await review(shop, client)
    assert len(shop.world.exchanges) - before == 5 + 3
    assert all(one.resolved for one in shop.pull.comments if one.reply_to is None)
    assert len([one for one in shop.pull.comments if one.reply_to is not None]) == 45


async def test_a_thread_that_is_gone_meanwhile_costs_nothing(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    push(shop)
    host = GitHubHost(client)
    head = await host.head_of(shop.key)
    assert head is not None
    run = await host.start_check(shop.key, head, go_ahead)
    material = await host.material(shop.key, head)
    shop.pull.reviews.clear()
    await host.publish(shop.key, run, material, report(material), go_ahead)
    assert (shop.runs[-1].conclusion, shop.pull.comments) == ("success", [])


@pytest.mark.usefixtures("may_resolve")
@pytest.mark.parametrize("fault", [None, server_error(), CutAfterEffect(), TruncatedBody()])
async def test_a_new_comment_and_a_line_in_an_old_thread_are_one_request_and_said_once(
    shop: Shop, client: Client, fault: CutAfterEffect | TruncatedBody | None
) -> None:
    await review(shop, client, LOST)
    push(shop)
    range_of_lines = lost(2, side=Side.RIGHT, start_line=3, end_line=4, evidence=())
    before = len(shop.world.exchanges)
    if fault is not None:
        shop.world.faults.append(Fault(fault, path="/graphql", skip=2))
        with pytest.raises(HostDown):
            await review(shop, client, range_of_lines)
    else:
        await review(shop, client, range_of_lines)
        assert len(shop.world.exchanges) - before == 6
    await review(shop, client, range_of_lines)
    first, answers = thread(shop)
    assert (len(answers), first.resolved) == (1, True)
    second, answers = thread(shop, 1)
    assert (second.start_line, second.line, second.side, answers) == (3, 4, "RIGHT", [])
    assert len([one for one in shop.pull.comments if one.reply_to is None]) == 2
    assert shop.runs[-1].conclusion == "action_required"


@pytest.mark.usefixtures("may_resolve")
async def test_comments_that_github_refuses_do_not_keep_a_thread_from_its_line(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    push(shop)
    head = shop.pull.head_sha
    refused = {"type": "UNPROCESSABLE", "path": ["review"], "message": "Line could not be resolved"}
    body = {"data": {"review": None, "say0": {"comment": None}, "move0": {"thread": None}}, "errors": [refused]}
    shop.world.faults.append(Fault(Status(200, body), path="/graphql", skip=2))
    await review(shop, client, lost(2))
    assert [(run.head_sha, run.conclusion) for run in shop.runs][-1] == (head, "action_required")
    assert shop.runs[-1].annotations


async def test_without_the_right_to_comment_the_gate_stands_and_says_so(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    push(shop)
    body = {"data": None, "errors": [{"type": "FORBIDDEN", "path": ["review"], "message": "Resource not accessible"}]}
    shop.world.faults += [Fault(Status(200, body), path="/graphql", skip=2, times=2)]
    await review(shop, client, lost(2))
    run = shop.runs[-1]
    assert (run.status, run.conclusion) == ("completed", "action_required")
    assert "The inline comments are missing" in f"{run.summary}"
    assert "pull_requests=write" in f"{run.summary}".replace("`", "")


async def test_one_review_at_most_for_a_push(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST)
    await review(shop, client, LOST, lost(2))
    assert len(shop.pull.reviews) == 1
    push(shop)
    await review(shop, client, LOST, lost(2))
    assert [len(one.comments) for one in shop.pull.reviews] == [1, 1]


async def test_what_has_no_comment_is_counted_out_loud(shop: Shop, client: Client) -> None:
    await review(shop, client, LOST, lost(2), replace(lost(3), inline=False), lost(4, path="no.py", evidence=()))
    (made,) = shop.pull.reviews
    assert len(made.comments) == 2
    assert "2 findings have no comment here." in made.body
