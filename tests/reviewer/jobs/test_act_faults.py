"""Acts through faults of GitHub: once, whatever is lost on the way; and in few requests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.domain.errors import TryAgain
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.faults import CutAfterEffect, Fault, TruncatedBody, secondary_limit, server_error
from tests.fakes.github.webhooks import comment_event
from tests.shops import BASE, HEAD

_FAULTS = {
    "the comment cannot be read": Fault(server_error(), method="GET", path="/issues/comments"),
    "nobody tells the permission": Fault(server_error(502), path="/permission"),
    "half an answer about the permission": Fault(TruncatedBody(), path="/permission"),
    "the check run is not taken": Fault(server_error(), method="PATCH", path="check-runs"),
    "the answer to the check run is lost": Fault(CutAfterEffect(), method="PATCH", path="check-runs"),
    "the reaction is not taken": Fault(server_error(), method="POST", path="reactions"),
    "the answer to the reaction is lost": Fault(CutAfterEffect(), method="POST", path="reactions"),
    "the reply is not taken": Fault(server_error(), method="POST", path="/issues/1/comments"),
    "the answer to the reply is lost": Fault(CutAfterEffect(), method="POST", path="/issues/1/comments"),
    "a limit at the reply": Fault(secondary_limit(retry_after="0"), method="POST", path="/issues/1/comments"),
}


@pytest.mark.parametrize("name", _FAULTS)
async def test_after_a_fault_there_is_one_sign_off_one_reaction_and_one_reply(desk: Desk, name: str) -> None:
    await desk.review("opened")
    fault = replace(_FAULTS[name])
    made = acts.comment(desk.shop.world, desk.shop.pull, "bo", "/holdfast sign-off auth fine")
    delivery = await desk.take(comment_event(desk.shop.world, desk.shop.pull, made, "created"))
    assert delivery is not None
    kept = await desk.keep(delivery)
    desk.shop.world.faults.append(fault)
    with pytest.raises(TryAgain):
        await desk.again(kept)
    await desk.again(kept)
    assert fault.times <= 0
    assert desk.run.conclusion == "success"
    assert await desk.ledger_size() == (1, 0, 0)
    assert (len(desk.replies), made.reactions) == (1, [("holdfast[bot]", "+1")])


async def test_requests_of_an_act_are_few(desk: Desk) -> None:
    await desk.review("opened")
    before = len(desk.shop.world.exchanges)
    await desk.press("bo")
    assert len(desk.shop.world.exchanges) - before == 3  # the pull request, the permission, the check run
    desk.shop.push(b"# a remark\n" + HEAD)
    before = len(desk.shop.world.exchanges)
    await desk.review()
    assert len(desk.shop.world.exchanges) - before <= 6


async def test_an_approval_where_nothing_is_asked_costs_two_requests_and_no_write(desk: Desk) -> None:
    desk.shop.push(BASE + b"# more\n")
    run = await desk.review()
    written, before = len(run.requests), len(desk.shop.world.exchanges)
    await desk.approve("bo")
    assert len(desk.shop.world.exchanges) - before == 2  # the pull request, the review
    assert len(run.requests) == written
