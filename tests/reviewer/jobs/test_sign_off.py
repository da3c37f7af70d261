"""Sign-offs from the event to the check run: who may, what carries, what voids, what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.domain.errors import TryAgain
from tests.desk import Desk
from tests.fakes.github import acts
from tests.fakes.github.fast_import import Signature
from tests.fakes.github.faults import CutAfterEffect, Fault, TruncatedBody, secondary_limit, server_error
from tests.fakes.github.webhooks import check_run_event, comment_event, pull_request_event, review_event
from tests.shops import BASE, HEAD

CONFIG = ".github/holdfast.yml"


def configure(desk: Desk, text: str) -> None:
    acts.commit(desk.shop.world, desk.shop.repository, "main", {CONFIG: text.encode()})


async def test_an_approval_signs_and_the_check_turns_green(desk: Desk) -> None:
    run = await desk.review("opened")
    assert run.conclusion == "action_required"
    assert "Needs: anyone with write access for auth" in f"{run.summary}"
    assert [action["identifier"] for action in run.actions] == ["sign-off"]
    await desk.approve("bo", "The gateway checks it.")
    assert desk.run is run
    assert run.conclusion == "success"
    assert "signed: `bo` by review: The gateway checks it." in desk.says
    assert run.actions == []
    assert desk.replies == []


async def test_a_command_signs_and_is_answered(desk: Desk) -> None:
    await desk.review("opened")
    comment = await desk.say("bo", "/holdfast sign-off auth because the gateway checks it")
    assert desk.run.conclusion == "success"
    assert comment.reactions == [("holdfast[bot]", "+1")]
    (reply,) = desk.replies
    assert "Signed auth" in reply.body
    assert "the gateway checks it" in reply.body


async def test_the_button_signs_without_a_reason(desk: Desk) -> None:
    await desk.review("opened")
    await desk.press("bo")
    assert desk.run.conclusion == "success"
    assert "signed: `bo` by button, no reason given" in desk.says


@pytest.mark.parametrize("way", ["approve", "command", "button"])
@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("ana", "opened this pull request"),
        ("eve", "auth is for anyone with write access"),
        ("nobody", "auth is for anyone with write access"),
    ],
)
async def test_who_may_not_sign_is_told_and_nothing_turns_green(desk: Desk, way: str, login: str, why: str) -> None:
    await desk.review("opened")
    match way:
        case "approve":
            await desk.approve(login)
        case "command":
            comment = await desk.say(login, "/holdfast sign-off auth fine")
            assert comment.reactions == [("holdfast[bot]", "-1")]
        case _:
            await desk.press(login)
    assert desk.run.conclusion == "action_required"
    assert f"Not counted: `{login}` ({why})" in f"{desk.run.summary}".replace("`auth`", "auth")
    assert await desk.ledger_size() == (0, 0, 1)


async def test_who_wrote_co_authored_or_committed_a_commit_does_not_sign(desk: Desk) -> None:
    world, shop = desk.shop.world, desk.shop
    cy, dee = world.account("cy").signature, world.account("dee").signature
    message = f"More\n\nCo-authored-by: {cy.name} <{cy.email}>"
    acts.push(world, shop.pull, {"a.py": b"1\n"}, message=message, author="bo", committer=dee)
    await desk.review()
    short = shop.pull.head_sha[:7]
    for login, deed in (("bo", "wrote"), ("cy", "co-authored"), ("dee", "committed")):
        await desk.press(login)
        assert f"{login}` ({deed} {short})" in f"{desk.run.summary}".replace(f"`{short}`", short)
    assert desk.run.conclusion == "action_required"
    assert (await desk.ledger_size())[0] == 0


async def test_a_bot_does_not_sign(desk: Desk) -> None:
    desk.shop.world.account("helper[bot]", "Bot")
    desk.shop.repository.roles["helper[bot]"] = "admin"
    await desk.review("opened")
    await desk.approve("helper[bot]")
    await desk.press("helper[bot]")
    assert desk.run.conclusion == "action_required"
    assert "is a bot" in f"{desk.run.summary}"


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


TEAMS = """\
areas:
  auth: {sign_off: {teams: [sec], count: 1}}
"""


async def test_only_an_active_member_of_the_team_signs(desk: Desk) -> None:
    configure(desk, TEAMS)
    desk.shop.world.teams["acme", "sec"] = {"bo": "active", "cy": "pending"}
    await desk.review("opened")
    assert "`@sec` for auth" in f"{desk.run.summary}"
    await desk.approve("dee")
    await desk.approve("cy")
    assert desk.run.conclusion == "action_required"
    await desk.approve("bo")
    assert desk.run.conclusion == "success"


async def test_two_have_to_sign_where_two_are_asked(desk: Desk) -> None:
    configure(desk, "areas: {auth: {sign_off: {count: 2}}}\n")
    await desk.review("opened")
    await desk.approve("bo")
    await desk.press("bo")
    assert desk.run.conclusion == "action_required"
    await desk.approve("cy")
    assert desk.run.conclusion == "success"


async def test_code_owners_of_the_touched_paths_sign(desk: Desk) -> None:
    owners = b"* @bo\n/shop/ @cy\n"
    acts.commit(desk.shop.world, desk.shop.repository, "main", {".github/CODEOWNERS": owners})
    configure(desk, "sign_off: {codeowners: true}\n")
    await desk.review("opened")
    await desk.approve("bo")
    assert desk.run.conclusion == "action_required"
    await desk.approve("cy")
    assert desk.run.conclusion == "success"


async def test_a_lone_maintainer_signs_and_the_check_says_so(desk: Desk) -> None:
    configure(desk, "sign_off: {allow_author: true}\n")
    await desk.review("opened")
    await desk.say("ana", "/holdfast sign-off auth I am alone here")
    assert desk.run.conclusion == "success"
    assert "allow_author" in f"{desk.run.summary}"


async def test_the_configuration_of_the_pull_request_itself_does_not_count(desk: Desk) -> None:
    acts.push(desk.shop.world, desk.shop.pull, {CONFIG: b"sign_off: {allow_author: true}\n"})
    await desk.review()
    await desk.say("ana", "/holdfast sign-off auth mine")
    assert desk.run.conclusion == "action_required"


async def test_only_the_named_bypass_and_it_is_recorded_for_this_head_alone(desk: Desk) -> None:
    configure(desk, "sign_off: {bypass: {users: [dee]}}\n")
    await desk.review("opened")
    await desk.say("bo", "/holdfast bypass I may")
    assert desk.run.conclusion == "action_required"
    await desk.say("dee", "/holdfast bypass incident 4711")
    assert desk.run.conclusion == "success"
    assert "Bypassed by `dee`: incident 4711" in f"{desk.run.summary}"
    desk.shop.push()
    assert (await desk.review()).conclusion == "action_required"
    assert len((await desk.tools.sign_offs.ledger(desk.shop.key)).bypassed) == 1


async def test_a_draft_can_be_signed(desk: Desk) -> None:
    desk.shop.pull.draft = True
    await desk.review("converted_to_draft")
    assert "a draft can be signed" in f"{desk.run.summary}"
    await desk.approve("bo")
    assert desk.run.conclusion == "success"


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


async def test_hostile_names_and_reasons_are_quoted(desk: Desk) -> None:
    await desk.review("opened")
    await desk.say("bo", "/holdfast sign-off auth </details><script>@all [x](javascript:1) `|` \u202e")
    assert desk.run.conclusion == "success"
    for text in (desk.says, desk.replies[0].body):
        assert "`</details><script>@all`" in text or "</details><script>" not in text
        assert "\u202e" not in text


async def test_missing_permission_is_said_and_the_sign_off_stands(desk: Desk) -> None:
    await desk.review("opened")
    right = {name: level for name, level in desk.shop.app.permissions.items() if name != "members"}
    desk.shop.installation.permissions = right
    await desk.approve("bo")
    assert desk.run.conclusion == "success"


async def test_without_a_guard_lost_nobody_is_asked(desk: Desk) -> None:
    desk.shop.push(BASE + b"# more\n")
    run = await desk.review()
    assert run.conclusion == "success"
    assert run.actions == []
    await desk.say("bo", "/holdfast sign-off all fine")
    assert desk.run.conclusion == "success"
    assert "Nothing is signed" in desk.replies[0].body


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
