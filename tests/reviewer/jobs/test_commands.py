"""Commands and their answers; what is taken back with the review or comment that gave it."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.webhooks import comment_event, review_event


async def test_dismissing_the_review_withdraws(desk: Desk) -> None:
    await desk.review("opened")
    review = await desk.approve("bo")
    acts.dismiss(review)
    await desk.work(review_event(desk.shop.world, desk.shop.pull, review, "dismissed", "dee"))
    assert desk.run.conclusion == "action_required"
    assert "withdrawn: `bo` by review (dee dismissed the review)" in desk.says


async def test_asking_for_changes_withdraws_the_approval(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    review = acts.review(desk.shop.world, desk.shop.pull, "bo", "REQUEST_CHANGES", "Wait")
    await desk.work(review_event(desk.shop.world, desk.shop.pull, review, "submitted"))
    assert desk.run.conclusion == "action_required"


async def test_editing_the_text_of_an_approval_changes_nothing(desk: Desk) -> None:
    await desk.review("opened")
    review = await desk.approve("bo")
    await desk.work(review_event(desk.shop.world, desk.shop.pull, review, "edited"))
    assert desk.run.conclusion == "success"
    assert await desk.ledger_size() == (1, 0, 0)


async def test_an_edited_command_withdraws_its_sign_off(desk: Desk) -> None:
    await desk.review("opened")
    made = await desk.say("bo", "/holdfast sign-off auth fine")
    before = acts.edit_comment(made, "Never mind")
    event = comment_event(desk.shop.world, desk.shop.pull, made, "edited", "bo", body_before=before)
    await desk.work(event)
    assert desk.run.conclusion == "action_required"
    assert "withdrawn: `bo` by comment (bo edited the comment)" in desk.says


async def test_a_deleted_command_withdraws_its_sign_off(desk: Desk) -> None:
    await desk.review("opened")
    made = await desk.say("bo", "/holdfast sign-off auth fine")
    acts.delete_comment(desk.shop.pull, made)
    await desk.work(comment_event(desk.shop.world, desk.shop.pull, made, "deleted", "dee"))
    assert desk.run.conclusion == "action_required"


async def test_a_command_that_was_edited_in_does_not_sign(desk: Desk) -> None:
    await desk.review("opened")
    made = acts.comment(desk.shop.world, desk.shop.pull, "bo", "Looks fine")
    acts.edit_comment(made, "/holdfast sign-off auth")
    created = comment_event(desk.shop.world, desk.shop.pull, made, "created")
    edited = comment_event(desk.shop.world, desk.shop.pull, made, "edited", "eve", body_before="Looks fine")
    assert [await desk.work(one) for one in (created, edited)] == ["comment changed", "noted"]
    assert desk.run.conclusion == "action_required"
    assert await desk.ledger_size() == (0, 0, 0)


async def test_revoking_ends_ones_own_sign_off_alone(desk: Desk) -> None:
    await desk.review("opened")
    await desk.approve("bo")
    await desk.say("cy", "/holdfast revoke auth")
    assert desk.run.conclusion == "success"
    await desk.say("bo", "/holdfast revoke auth")
    assert desk.run.conclusion == "action_required"
    assert len(desk.replies) == 1
    assert "Revoked: auth" in desk.replies[0].body


async def test_an_act_worked_off_twice_is_one(desk: Desk) -> None:
    await desk.review("opened")
    made = acts.comment(desk.shop.world, desk.shop.pull, "bo", "/holdfast sign-off auth fine")
    delivery = await desk.take(comment_event(desk.shop.world, desk.shop.pull, made, "created"))
    assert delivery is not None
    kept = await desk.keep(delivery)
    for _ in range(3):
        await desk.again(kept)
    assert await desk.ledger_size() == (1, 0, 0)
    assert len(desk.replies) == 1
    assert made.reactions == [("holdfast[bot]", "+1")]


@pytest.mark.parametrize(
    ("command", "words", "reaction"),
    [
        ("/holdfast status", "needs anyone with write access", "+1"),
        ("/holdfast help", "/holdfast revoke AREA", "+1"),
        ("/holdfast explain auth/authentication-removed", "authentication-removed.md", "+1"),
        ("/holdfast explain auth/authentification-removed", "Did you mean", "confused"),
        ("/holdfast sign-off migration fine", "did you mean", "confused"),
        ("/holdfast sign-off money fine", "nothing asks for a sign-off", "-1"),
        ("/holdfast revoke all", "no sign-off of yours", "-1"),
        ("/holdfast nonsense", "Not understood", "confused"),
    ],
)
async def test_every_command_is_answered(desk: Desk, command: str, words: str, reaction: str) -> None:
    await desk.review("opened")
    made = await desk.say("bo", command)
    assert words in desk.replies[0].body
    assert made.reactions == [("holdfast[bot]", reaction)]
    assert desk.run.conclusion == "action_required"


async def test_the_one_reply_is_edited_whoever_quotes_it(desk: Desk) -> None:
    await desk.review("opened")
    await desk.say("bo", "/holdfast status")
    acts.comment(desk.shop.world, desk.shop.pull, "eve", desk.replies[0].body)
    await desk.say("cy", "/holdfast help")
    (reply,) = desk.replies
    assert reply.body.startswith("`cy`")


async def test_recheck_reviews_again(desk: Desk) -> None:
    await desk.review("opened")
    before = len(desk.run.requests)
    await desk.say("eve", "/holdfast recheck")
    assert len(desk.run.requests) == before + 1  # settled, not reviewed
    await desk.say("bo", "/holdfast recheck")
    assert [body.get("status") for body in desk.run.requests[-2:]] == ["in_progress", "completed"]


async def test_hostile_names_and_reasons_are_quoted(desk: Desk) -> None:
    await desk.review("opened")
    await desk.say("bo", "/holdfast sign-off auth </details><script>@all [x](javascript:1) `|` \u202e")
    assert desk.run.conclusion == "success"
    for text in (desk.says, desk.replies[0].body):
        assert "`</details><script>@all`" in text or "</details><script>" not in text
        assert "\u202e" not in text
