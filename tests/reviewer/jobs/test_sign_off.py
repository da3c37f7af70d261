"""Who may sign, by which way, and what the check run says of it."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from tests.fakes.github import acts
from tests.shops import BASE

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
