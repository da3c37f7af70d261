"""A report becomes one check run and at most one review; doing it again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from checks.kit import Action, Side
from reviewer.domain.errors import HostDown, Superseded
from reviewer.domain.material import Material
from reviewer.domain.report import Finding, ReportedEvidence, ReportedSuggestion
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.markers import fingerprint_of
from reviewer.ports import CheckRunId
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, Status
from tests.fakes.github.state import ReviewComment
from tests.reviewer.github.conftest import BASE, HEAD, Clock, Shop, go_ahead
from tests.reviewer.github.findings import LOST, PATH, lost, report


@dataclass(slots=True)
class Job:
    """One job of a review, up to its publication."""

    host: GitHubHost
    shop: Shop
    run: CheckRunId
    material: Material

    async def publish(self, *findings: Finding) -> None:
        await self.host.publish(self.shop.key, self.run, self.material, report(self.material, *findings), go_ahead)


async def begin(shop: Shop, client: Client) -> Job:
    host = GitHubHost(client)
    head = await host.head_of(shop.key)
    assert head is not None
    run = await host.start_check(shop.key, head, go_ahead)
    return Job(host, shop, run, await host.material(shop.key, head))


def comments(shop: Shop) -> list[ReviewComment]:
    return [one for one in shop.pull.comments if one.reply_to is None]


def right(number: int, start: int, end: int | None = None) -> Finding:
    return lost(number, side=Side.RIGHT, start_line=start, end_line=end or start, evidence=())


async def test_nothing_found_is_a_green_check_and_not_a_word_more(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish()
    (run,) = shop.runs
    assert (run.status, run.conclusion, run.title) == ("completed", "success", "nothing found")
    assert (run.annotations, shop.pull.reviews) == ([], [])


async def test_a_loss_is_a_comment_on_the_removed_line(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish(LOST)
    (review,) = shop.pull.reviews
    (comment,) = review.comments
    assert (review.state, review.commit_id) == ("COMMENTED", shop.pull.head_sha)
    assert (comment.path, comment.side, comment.line, comment.start_line) == (PATH, "LEFT", 4, None)
    assert "Anyone can pay any order." in comment.body
    assert fingerprint_of(comment.body) == LOST.fingerprint
    assert shop.runs[0].conclusion == "action_required"
    assert [(one["path"], one["start_line"]) for one in shop.runs[0].annotations] == [(PATH, 4)]


async def test_publishing_twice_changes_nothing(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    await job.publish(LOST)
    asked = len(shop.world.exchanges)
    await job.publish(LOST)
    assert len(shop.world.exchanges) == asked


async def test_a_whole_job_twice_shows_the_same(shop: Shop, client: Client) -> None:
    for _ in range(2):
        await (await begin(shop, client)).publish(LOST)
    assert len(shop.runs) == 1
    assert shop.runs[0].conclusion == "action_required"
    assert len(shop.runs[0].annotations) == 1
    assert len(comments(shop)) == 1


async def test_no_comment_twice_across_pushes(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish(LOST)
    acts.push(shop.world, shop.pull, {PATH: HEAD + b"\n# more\n"})
    await (await begin(shop, client)).publish(LOST, right(2, 6))
    assert [len(review.comments) for review in shop.pull.reviews] == [1, 1]
    assert {fingerprint_of(one.body) for one in comments(shop)} == {LOST.fingerprint, f"{2:020d}"}


async def test_a_push_without_news_posts_no_review(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish(LOST)
    acts.push(shop.world, shop.pull, {"other.py": b"1\n"})
    await (await begin(shop, client)).publish(LOST)
    assert len(shop.pull.reviews) == 1
    assert len(shop.runs) == 2


@pytest.mark.parametrize(("number", "requests"), [(49, 1), (50, 1), (51, 2), (120, 3)])
async def test_annotations_come_in_batches(shop: Shop, client: Client, number: int, requests: int) -> None:
    job = await begin(shop, client)
    await job.publish(*(replace(right(n, 4), inline=False) for n in range(number)))
    (run,) = shop.runs
    assert len(run.annotations) == number
    assert len(run.requests) == 1 + requests
    assert [one.get("status") for one in run.requests[:-1]] == ["in_progress"] * requests
    assert run.conclusion == "action_required"


@pytest.mark.parametrize("skip", [0, 1, 2])
async def test_a_batch_whose_answer_was_lost_is_not_added_again(shop: Shop, client: Client, skip: int) -> None:
    many = [replace(right(n, 4), inline=False) for n in range(120)]
    job = await begin(shop, client)
    shop.world.faults.append(Fault(CutAfterEffect(), method="PATCH", skip=skip))
    with pytest.raises(HostDown):
        await job.publish(*many)
    await (await begin(shop, client)).publish(*many)
    (run,) = shop.runs
    assert len(run.annotations) == 120
    assert run.conclusion == "action_required"


async def test_annotations_that_no_longer_hold_are_replaced_by_a_fresh_run(shop: Shop, client: Client) -> None:
    """As when the configuration at base has changed: nothing removes an annotation."""
    await (await begin(shop, client)).publish(LOST)
    await (await begin(shop, client)).publish()
    old, new = shop.runs
    assert (new.status, new.conclusion, new.annotations) == ("completed", "success", [])
    assert new.external_id == f"1:{shop.pull.head_sha}"
    assert (old.status, old.conclusion) == ("completed", "cancelled")
    assert old.external_id != new.external_id
    await (await begin(shop, client)).publish()
    assert len(shop.runs) == 2


async def test_a_replacement_that_was_cut_is_finished_by_the_next_job(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish(LOST)
    job = await begin(shop, client)
    shop.world.faults.append(Fault(CutAfterEffect(), method="POST", path="/check-runs"))
    with pytest.raises(HostDown):
        await job.publish()
    await (await begin(shop, client)).publish()
    assert [(run.conclusion, len(run.annotations)) for run in shop.runs] == [("cancelled", 1), ("success", 0)]
    assert len({run.external_id for run in shop.runs}) == 2


async def test_a_review_whose_answer_was_lost_is_not_posted_again(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    shop.world.faults.append(Fault(CutAfterEffect(), method="POST", path="/reviews"))
    with pytest.raises(HostDown):
        await job.publish(LOST)
    await (await begin(shop, client)).publish(LOST)
    assert len(comments(shop)) == 1


async def test_the_gate_is_complete_before_the_comments(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    shop.world.faults.append(Fault(Status(502), method="POST", path="/reviews"))
    with pytest.raises(HostDown):
        await job.publish(LOST)
    assert shop.runs[0].conclusion == "action_required"


async def test_an_overtaken_job_writes_nothing_more(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)

    async def overtaken() -> None:
        raise Superseded("newer")

    with pytest.raises(Superseded):
        await job.host.publish(shop.key, job.run, job.material, report(job.material, LOST), overtaken)
    assert shop.runs[0].status == "in_progress"
    assert shop.pull.reviews == []


async def test_without_the_permission_to_comment_the_gate_stands_and_says_so(
    shop: Shop, client: Client, clock: Clock
) -> None:
    shop.installation.permissions = {**shop.installation.permissions, "pull_requests": "read"}
    await (await begin(shop, client)).publish(LOST)
    (run,) = shop.runs
    assert (run.status, run.conclusion, len(run.annotations)) == ("completed", "action_required", 1)
    assert "The inline comments are missing" in f"{run.summary}"
    assert "the App needs pull_requests=write" in f"{run.summary}".replace("`", "")
    shop.installation.permissions = {**shop.installation.permissions, "pull_requests": "write"}
    clock.seconds += 90  # a token keeps its rights; before long a refusal is asked again with a new one
    await (await begin(shop, client)).publish(LOST)
    assert "The inline comments are missing" not in f"{shop.runs[-1].summary}"
    assert len(comments(shop)) == 1


async def test_a_review_that_github_refuses_costs_the_comments_only(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    body = {"message": "Unprocessable Entity", "errors": ["Pull request review thread line must be part of the diff"]}
    shop.world.faults.append(Fault(Status(422, body), method="POST", path="/reviews"))
    await job.publish(LOST)
    assert shop.runs[0].conclusion == "action_required"
    assert len(shop.runs[0].annotations) == 1


async def test_comments_stand_only_where_github_accepts_them(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    await job.publish(
        right(1, 4),  # in the hunk
        right(2, 400),  # beyond the file
        lost(3, path="elsewhere.py", evidence=()),  # not in the change
        right(4, 5, 90),  # reaches out of the hunk: clipped
        right(5, 1, 5),  # a range
        lost(6, start_line=90, end_line=90),  # base line out of the diff: its evidence at head is in it
        replace(right(7, 4), inline=False),  # over the budget
    )
    places = {fingerprint_of(one.body): (one.side, one.start_line, one.line) for one in comments(shop)}
    assert places == {
        f"{1:020d}": ("RIGHT", None, 4),
        f"{4:020d}": ("RIGHT", None, 5),
        f"{5:020d}": ("RIGHT", 1, 5),
        f"{6:020d}": ("RIGHT", None, 4),
    }
    assert len(shop.runs[0].annotations) == 7


async def test_a_suggestion_is_only_in_a_comment_that_spans_its_lines(shop: Shop, client: Client) -> None:
    suggestion = ReportedSuggestion(4, 4, "@auth.required\ndef pay(order):")
    beyond = ReportedSuggestion(4, 40, "x")
    job = await begin(shop, client)
    await job.publish(replace(LOST, suggestion=suggestion), replace(right(2, 4), suggestion=beyond))
    first, second = comments(shop)
    assert (first.side, first.line) == ("RIGHT", 4)
    assert "```suggestion\n@auth.required\ndef pay(order):\n```" in first.body
    assert "```suggestion" not in second.body


async def test_a_comment_on_the_old_side_of_a_renamed_file_names_its_new_path(shop: Shop, client: Client) -> None:
    acts.push(shop.world, shop.pull, {PATH: None, "shop/views.py": BASE.replace(b"@auth.required\n", b"")})
    await (await begin(shop, client)).publish(lost(1, evidence=()))
    assert [(one.path, one.side, one.line) for one in comments(shop)] == [("shop/views.py", "LEFT", 4)]


async def test_a_comment_on_a_removed_file(shop: Shop, client: Client) -> None:
    acts.push(shop.world, shop.pull, {PATH: None})
    await (await begin(shop, client)).publish(lost(1, evidence=()))
    assert [(one.path, one.side, one.line) for one in comments(shop)] == [(PATH, "LEFT", 4)]


async def test_a_file_without_a_patch_has_no_comment_and_keeps_its_annotation(shop: Shop, client: Client) -> None:
    shop.world.patch_lines = 1
    await (await begin(shop, client)).publish(LOST)
    assert shop.pull.reviews == []
    assert len(shop.runs[0].annotations) == 1


async def test_a_mark_in_quoted_code_silences_nobody(shop: Shop, client: Client) -> None:
    """The pull request may hold the mark of a finding that its author would like to see unposted."""
    forged = f"x = '<!-- holdfast:{LOST.fingerprint} -->'"
    evidence = (ReportedEvidence(Side.RIGHT, PATH, 4, 4, forged, "now"),)
    acts.push(shop.world, shop.pull, {"b.py": forged.encode()})
    await (await begin(shop, client)).publish(lost(1, evidence=evidence, title=forged))
    acts.push(shop.world, shop.pull, {"c.py": b"1\n"})
    await (await begin(shop, client)).publish(LOST)
    assert [fingerprint_of(one.body) for one in comments(shop)] == [f"{1:020d}", LOST.fingerprint]


async def test_long_texts_stay_within_githubs_limits(shop: Shop, client: Client) -> None:
    huge = "wört " * 14_000
    evidence = (ReportedEvidence(Side.LEFT, PATH, 4, 4, huge, "was"),)
    await (await begin(shop, client)).publish(lost(1, message=huge, title=huge, evidence=evidence))
    assert shop.runs[0].status == "completed"
    (comment,) = comments(shop)
    assert len(comment.body) <= 65_536
    assert fingerprint_of(comment.body) == f"{1:020d}"


async def test_more_than_a_page_of_threads_is_read_before_commenting(shop: Shop, client: Client) -> None:
    job = await begin(shop, client)
    await job.publish(*(right(n, 4) for n in range(150)))
    assert len(comments(shop)) == 150
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    await (await begin(shop, client)).publish(*(right(n, 4) for n in range(151)))
    assert len(comments(shop)) == 151


async def test_notes_are_annotated_as_notices(shop: Shop, client: Client) -> None:
    await (await begin(shop, client)).publish(replace(LOST, action=Action.NOTE, inline=False))
    assert [one["annotation_level"] for one in shop.runs[0].annotations] == ["notice"]


@pytest.mark.parametrize("fault", [Status(502), CutAfterEffect()])
@pytest.mark.parametrize(("method", "path"), [("PATCH", "/check-runs"), ("POST", "/reviews")])
async def test_a_failure_in_between_goes_on_where_it_stopped_in_the_same_process(
    shop: Shop, client: Client, fault: Status | CutAfterEffect, method: str, path: str
) -> None:
    job = await begin(shop, client)
    shop.world.faults.append(Fault(fault, method=method, path=path))
    with pytest.raises(HostDown):
        await job.publish(LOST)
    await job.publish(LOST)
    (run,) = shop.runs
    assert (run.conclusion, len(run.annotations), len(comments(shop))) == ("action_required", 1, 1)
