"""What becomes of a sign-off when the pull request moves on: carried, kept, void."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import TryAgain
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.fast_import import Signature
from tests.fakes.github.webhooks import check_run_event, comment_event, pull_request_event
from tests.shops import HEAD


async def test_update_branch_makes_nobody_an_author(desk: Desk) -> None:
    world, shop = desk.shop.world, desk.shop
    acts.commit(world, shop.repository, "main", {"other.py": b"1\n"})
    acts.update_branch(world, shop.pull, "bo")
    await desk.review()
    await desk.press("bo")
    assert desk.run.conclusion == "success"


async def test_a_merge_that_holds_more_than_the_base_makes_its_maker_an_author(desk: Desk) -> None:
    world, shop = desk.shop.world, desk.shop
    acts.commit(world, shop.repository, "main", {"other.py": b"1\n"})
    github = Signature("GitHub", "noreply@github.com")
    parents = (shop.pull.head_sha, shop.repository.git.resolve("refs/heads/main"))
    acts.push(world, shop.pull, {"other.py": b"2\n"}, author="bo", committer=github, parents=parents)
    await desk.review()
    await desk.press("bo")
    assert desk.run.conclusion == "action_required"
    assert "Not counted: `bo`" in f"{desk.run.summary}"


async def test_a_push_beside_the_boundary_carries_the_sign_off(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    first = desk.shop.pull.head_sha[:7]
    desk.shop.push(b"# a remark\n" + HEAD)
    run = await desk.review()
    assert run.conclusion == "success"
    assert f"boundary unchanged since {first}" in desk.says.replace("`", "")
    assert f"Carried over: auth (`bo`, boundary unchanged since `{first}`)" in f"{run.summary}"


async def test_a_push_into_the_boundary_voids_it_and_says_what_changed(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    desk.shop.push(HEAD.replace(b"charge(order_id)", b"charge(order_id, twice=True)"))
    run = await desk.review()
    assert run.conclusion == "action_required"
    assert "void: `bo` by review (pay changed" in desk.says.replace("`pay`", "pay")
    assert "Void: auth (`bo`: pay changed)." in f"{run.summary}"


async def test_the_signer_who_then_pushes_loses_the_sign_off(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    acts.push(desk.shop.world, desk.shop.pull, {"a.py": b"1\n"}, author="bo")
    run = await desk.review()
    assert run.conclusion == "action_required"
    assert "bo wrote" in desk.says


async def test_an_approval_of_an_older_head_signs_what_that_head_showed(desk: Desk) -> None:
    await desk.review("opened")
    old = desk.shop.pull.head_sha
    desk.shop.push(HEAD.replace(b"charge(order_id)", b"charge(order_id, twice=True)"))
    await desk.review()
    await desk.approve("bo", commit=old)
    assert desk.run.conclusion == "action_required"
    assert "void: `bo` by review" in desk.says


async def test_an_approval_before_the_review_is_finished_waits_for_it(desk: Desk) -> None:
    await desk.review("opened")
    desk.shop.push()
    with pytest.raises(TryAgain):
        await desk.approve("bo")
    assert await desk.ledger_size() == (0, 0, 0)


async def test_a_command_signs_what_was_shown_before_it_and_not_what_was_pushed_since(desk: Desk) -> None:
    await desk.review("opened")
    made = acts.comment(desk.shop.world, desk.shop.pull, "bo", "/holdfast sign-off auth fine")
    delivery = await desk.take(comment_event(desk.shop.world, desk.shop.pull, made, "created"))
    assert delivery is not None
    kept = await desk.keep(delivery)
    desk.shop.push(HEAD.replace(b"charge(order_id)", b"charge(order_id, twice=True)"))
    await desk.review()
    await desk.again(kept)
    assert desk.run.conclusion == "action_required"
    assert "void: `bo` by comment" in desk.says


async def test_a_rerun_of_the_check_is_a_review_that_keeps_the_sign_off(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    await desk.work(check_run_event(desk.shop.world, desk.shop.pull, desk.run, "rerequested", "cy"))
    assert desk.run.conclusion == "success"
    assert "kept: `bo`" in desk.says


async def test_another_base_is_another_review(desk: Desk) -> None:
    await desk.review("opened")
    acts.branch(desk.shop.repository, "release", at="feature")
    desk.shop.push()
    await desk.review()
    desk.shop.pull.base_ref = "release"
    changes: dict[str, object] = {"base": {"ref": {"from": "main"}}}
    await desk.work(pull_request_event(desk.shop.world, desk.shop.pull, "edited", changes=changes))
    assert desk.run.conclusion == "success"
