"""Who somebody is and who made a change, as GitHub tells it; our one reply among many comments."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import MissingPermission
from reviewer.domain.signoff.people import Standing
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.overview import read_overview
from reviewer.github.who import GitHubPeople
from tests.fakes.github import acts
from tests.fakes.github.fast_import import Signature
from tests.people import account
from tests.reviewer.github.conftest import Shop, go_ahead


@pytest.fixture
def people(client: Client) -> GitHubPeople:
    return GitHubPeople(client, GitHubHost(client))


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        ("admin", "admin"),
        ("maintain", "maintain"),
        ("write", "write"),
        ("triage", "triage"),
        ("read", "read"),
        ("a custom role on read", "read"),
        (None, "none"),
    ],
)
async def test_the_role_counts_and_not_the_older_word(
    shop: Shop, people: GitHubPeople, role: str | None, permission: str
) -> None:
    shop.world.account("bo")
    if role is not None:
        shop.repository.roles["bo"] = role
    assert await people.standing(shop.key, account("bo"), ()) == Standing(permission)


async def test_who_does_not_exist_may_nothing(shop: Shop, people: GitHubPeople) -> None:
    assert await people.standing(shop.key, account("nobody/../ana"), ["acme/sec"]) == Standing("none")


async def test_only_active_members_of_teams_that_are_seen(shop: Shop, people: GitHubPeople) -> None:
    shop.world.account("bo")
    shop.world.teams["acme", "sec"] = {"bo": "active"}
    shop.world.teams["acme", "dba"] = {"bo": "pending"}
    shop.world.teams["acme", "ops"] = {"cy": "active"}
    teams = ["acme/sec", "acme/dba", "acme/ops", "acme/none", "other/sec"]
    assert (await people.standing(shop.key, account("bo"), teams)).teams == {"acme/sec"}


async def test_without_the_right_to_see_members_it_is_said(shop: Shop, people: GitHubPeople) -> None:
    shop.world.account("bo")
    shop.installation.permissions = {**shop.installation.permissions, "members": "none"}
    with pytest.raises(MissingPermission, match="members"):
        await people.standing(shop.key, account("bo"), ["acme/sec"])


async def test_everybody_behind_a_commit_is_known(shop: Shop, client: Client) -> None:
    bo = shop.world.account("bo").signature
    message = (
        f"More\n\nCo-authored-by: {bo.name} <{bo.email}>\n"
        "co-authored-by: Someone <7+some-one@users.noreply.github.com>\nCo-authored-by: Else <else@example.com>"
    )
    committer = shop.world.account("cy").signature
    sha = acts.push(shop.world, shop.pull, {"a.py": b"1\n"}, message=message, author="ana", committer=committer)
    makers = (await read_overview(client.installation(shop.installation.id), shop.key)).makers
    assert makers.author == "ana"
    (made,) = [one for one in makers.commits if one.sha == sha]
    assert (made.authors, made.committer, made.merge_parents) == (("ana", "bo", "some-one"), "cy", ())


async def test_of_more_than_a_hundred_commits_all_are_read(shop: Shop, client: Client) -> None:
    for number in range(101):
        acts.commit(shop.world, shop.repository, "feature", {"n.txt": b"%d\n" % number}, author="bo")
    acts.synchronize(shop.pull)
    makers = (await read_overview(client.installation(shop.installation.id), shop.key)).makers
    assert (len(makers.commits), makers.not_listed) == (102, 0)


async def test_a_merge_is_githubs_only_if_github_committed_it(shop: Shop, client: Client) -> None:
    acts.commit(shop.world, shop.repository, "main", {"other.py": b"1\n"})
    base, head = shop.repository.git.resolve("refs/heads/main"), shop.pull.head_sha
    acts.push(shop.world, shop.pull, {"other.py": b"1\n"}, author="bo", parents=(head, base))
    acts.push(shop.world, shop.pull, {"x.py": b"1\n"}, author="bo", committer=Signature("GitHub", "noreply@github.com"))
    makers = (await read_overview(client.installation(shop.installation.id), shop.key)).makers
    assert [one.merge_parents for one in makers.commits] == [(), (), ()]


async def test_our_reply_is_found_behind_many_comments(shop: Shop, people: GitHubPeople) -> None:
    for number in range(150):
        acts.comment(shop.world, shop.pull, "bo", f"{number}")
    first = shop.pull.talk[0]
    for text in ("one", "two", "two"):
        await people.answer(shop.key, first.id, "done", text, go_ahead)
    (reply,) = [one for one in shop.pull.talk if one.by_app is not None]
    assert reply.body.startswith("two")


async def test_a_comment_that_is_gone_is_answered_without_a_reaction(shop: Shop, people: GitHubPeople) -> None:
    gone = acts.comment(shop.world, shop.pull, "bo", "/holdfast help")
    acts.delete_comment(shop.pull, gone)
    assert await people.comment_now(shop.key, gone.id) is None
    await people.answer(shop.key, gone.id, "refused", "text", go_ahead)
    assert len(shop.pull.talk) == 1
