"""What a comment can have seen: the review counts from when its check run was completed, and not a moment earlier."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec.structs import replace
from typing_extensions import override

from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.report import Report
from reviewer.domain.signoff.shown import Basis
from reviewer.jobs.deliveries import KeptDelivery
from reviewer.ports import CheckRunId, Moment
from reviewer.store.records import ReviewRecords
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.webhooks import comment_event, pull_request_event

Between = Callable[[], Awaitable[None]]


class LateRecords(ReviewRecords, frozen=True):
    """The records, with a moment between what GitHub shows and what is kept of it."""

    between: Between

    @override
    async def add(
        self,
        delivery: DeliveryId,
        pull_request: PullRequestKey,
        run: CheckRunId,
        report: Report,
        basis: Basis,
        shown_since: Moment | None = None,
    ) -> None:
        await self.between()
        await ReviewRecords.add(self, delivery, pull_request, run, report, basis, shown_since)


async def commented(desk: Desk) -> KeptDelivery:
    """Bo signs by a comment, which the door takes in; its job waits."""
    made = acts.comment(desk.shop.world, desk.shop.pull, "bo", "/holdfast sign-off auth the gateway checks it")
    taken = await desk.take(comment_event(desk.shop.world, desk.shop.pull, made, "created"))
    assert taken is not None
    return await desk.keep(taken)


async def test_who_signs_as_soon_as_the_check_run_is_there_has_seen_it(desk: Desk) -> None:
    kept: list[KeptDelivery] = []

    async def between() -> None:
        assert desk.run.conclusion == "action_required"
        kept.append(await commented(desk))

    desk.tools = replace(desk.tools, records=LateRecords(desk.tools.engine, between))
    await desk.review("opened")
    assert await desk.again(kept[0]) == "answered"
    assert desk.run.conclusion == "success"


async def test_who_signs_while_the_review_runs_has_seen_nothing(desk: Desk) -> None:
    taken = await desk.take(pull_request_event(desk.shop.world, desk.shop.pull, "opened"))
    assert taken is not None
    opened = await desk.keep(taken)
    signing = await commented(desk)
    assert await desk.again(opened) == "reviewed"
    await desk.again(signing)
    assert desk.run.conclusion == "action_required"
    (reply,) = desk.replies
    assert "no review was finished before this comment was made" in reply.body


async def test_who_signs_before_the_push_is_reviewed_signs_what_was_there_before(desk: Desk) -> None:
    await desk.review("opened")
    before = desk.shop.pull.head_sha
    desk.shop.push()
    taken = await desk.take(pull_request_event(desk.shop.world, desk.shop.pull, "synchronize"))
    assert taken is not None
    pushed = await desk.keep(taken)
    signing = await commented(desk)
    assert await desk.again(pushed) == "reviewed"
    assert await desk.again(signing) == "answered"
    (given,) = (await desk.tools.sign_offs.ledger(desk.shop.key)).given
    assert given.head_sha == before
