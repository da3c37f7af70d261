"""One look at a pull request: everything the next stages need, and nothing taken for granted."""

from __future__ import annotations

import json

import pytest

from reviewer.domain.errors import HostDown, MissingPermission
from reviewer.domain.material import PullRequest
from reviewer.github.answers import NotVisible
from reviewer.github.client import Client
from reviewer.github.overview import Overview, all_threads, read_overview
from tests.fakes.github import acts
from tests.fakes.github.api_reviews import add_review
from tests.fakes.github.faults import Fault, Status
from tests.fakes.github.people import Account
from tests.fakes.github.review_rules import DraftComment, ReviewBody
from tests.reviewer.github.conftest import Shop


async def overview(shop: Shop, client: Client) -> Overview:
    return await read_overview(client.installation(shop.installation.id), shop.key)


def comment(shop: Shop, body: str, author: Account | None = None) -> None:
    draft = DraftComment(path="orders/views.py", body=body, line=4)
    review = ReviewBody(event="COMMENT", body="x", comments=[draft])
    add_review(shop.world, shop.pull, author or shop.installation.app.bot, review)


async def test_one_request_tells_everything(shop: Shop, client: Client) -> None:
    seen = await overview(shop, client)
    assert seen.head_sha == shop.pull.head_sha
    assert seen.base_tip == shop.repository.git.resolve("refs/heads/main")
    assert (seen.is_open, seen.changed_files, seen.has_run) == (True, 1, False)
    assert (seen.configs, seen.threads, seen.more_threads) == ((), (), None)
    assert seen.pull_request == PullRequest(
        number=1,
        title="Simplify",
        body="",
        author="ana",
        author_is_bot=False,
        head_branch="feature",
        base_branch="main",
        draft=False,
    )
    assert shop.calls() == ["POST access_tokens", "POST graphql"]


async def test_the_base_is_the_branch_as_it_is_now(shop: Shop, client: Client) -> None:
    """GitHub itself keeps showing the tip of the last push to the pull request."""
    moved = acts.commit(shop.world, shop.repository, "main", {"other.py": b"1\n"})
    assert shop.pull.base_sha != moved
    assert (await overview(shop, client)).base_tip == moved


@pytest.mark.parametrize(
    ("login", "kind", "name", "is_bot"),
    [
        ("ana", "User", "ana", False),
        ("devin-ai-integration[bot]", "Bot", "devin-ai-integration[bot]", True),
        ("robot", "User", "robot", False),
        ("left-us", "Mannequin", "left-us", False),
    ],
)
async def test_bots_are_told_from_people_by_their_kind(
    shop: Shop,
    client: Client,
    login: str,
    kind: str,
    name: str,
    is_bot: bool,  # noqa: FBT001  # the expected answer
) -> None:
    shop.pull.author = shop.world.account(login, kind)
    shop.pull.author.kind = kind
    facts = (await overview(shop, client)).pull_request
    assert (facts.author, facts.author_is_bot) == (name, is_bot)


async def test_a_draft_and_a_closed_pull_request_say_so(shop: Shop, client: Client) -> None:
    shop.pull.draft = True
    assert (await overview(shop, client)).pull_request.draft
    shop.pull.state = "closed"
    assert not (await overview(shop, client)).is_open
    shop.pull.merged = True
    assert not (await overview(shop, client)).is_open


async def test_a_pull_request_of_a_deleted_fork(shop: Shop, client: Client) -> None:
    fork = acts.fork(shop.world, shop.repository, "zoe")
    acts.branch(fork, "patch")
    acts.commit(shop.world, fork, "patch", {"b.py": b"2\n"}, author="zoe")
    shop.pull = acts.open_pull(shop.world, shop.repository, "patch", author="zoe", fork=fork)
    shop.pull.head_repository = None
    seen = await overview(shop, client)
    assert seen.head_sha == shop.pull.head_sha
    assert seen.pull_request.head_branch == "patch"


@pytest.mark.parametrize("files", [[".github/holdfast.yml"], [".github/holdfast.yaml"]])
async def test_the_configuration_comes_from_the_tip_of_the_base(shop: Shop, client: Client, files: list[str]) -> None:
    acts.commit(shop.world, shop.repository, "main", dict.fromkeys(files, b"version: 1\n"))
    acts.push(shop.world, shop.pull, dict.fromkeys(files, b"version: 1\nexclude: ['**']\n"))
    seen = await overview(shop, client)
    assert [(path, entry.data()) for path, entry in seen.configs] == [(files[0], b"version: 1\n")]


async def test_of_two_configurations_both_are_told(shop: Shop, client: Client) -> None:
    both = {".github/holdfast.yaml": b"a: 1\n", ".github/holdfast.yml": b"b: 1\n"}
    acts.commit(shop.world, shop.repository, "main", both)
    seen = await overview(shop, client)
    assert [path for path, _ in seen.configs] == [".github/holdfast.yml", ".github/holdfast.yaml"]


async def test_only_our_own_marks_count(shop: Shop, client: Client) -> None:
    comment(shop, "ours\n\n<!-- holdfast:aa11 -->")
    comment(shop, "> ours\n\n<!-- holdfast:bb22 -->", shop.world.account("mallory"))
    comment(shop, "no mark")
    comment(shop, "quotes `<!-- holdfast:cc33 -->` of the code\n\n<!-- holdfast:dd44 -->")
    comment(shop, "ours, answered\n\n<!-- holdfast:ee55 --> and more")
    assert [one.fingerprint for one in (await overview(shop, client)).threads] == ["aa11", "dd44"]


async def test_a_comment_of_an_earlier_push_counts_when_outdated_and_resolved(shop: Shop, client: Client) -> None:
    comment(shop, "ours\n\n<!-- holdfast:aa11 -->")
    shop.pull.comments[0].resolved = True
    before = shop.pull.head_sha
    acts.push(shop.world, shop.pull, {"orders/views.py": b"nothing of it\n"})
    (thread,) = (await overview(shop, client)).threads
    assert (thread.fingerprint, thread.resolved, thread.begun_at) == ("aa11", True, before)


async def test_all_pages_of_threads_are_read_when_asked_for(shop: Shop, client: Client) -> None:
    for number in range(205):
        comment(shop, f"x\n\n<!-- holdfast:f{number} -->")
    seen = await overview(shop, client)
    assert len(seen.threads) == 100
    everything = await all_threads(client.installation(shop.installation.id), shop.key, seen)
    assert [one.fingerprint for one in everything] == [f"f{number}" for number in range(205)]


@pytest.mark.parametrize(("external", "has_run"), [("1:{head}", True), ("2:{head}", False), ("", False), ("1:", False)])
async def test_a_run_of_ours_is_seen_by_its_external_id(
    shop: Shop,
    client: Client,
    external: str,
    has_run: bool,  # noqa: FBT001  # the expected answer
) -> None:
    app = shop.installation.app
    shop.world.faults.clear()
    api = client.installation(shop.installation.id)
    body = {
        "name": "Holdfast",
        "head_sha": shop.pull.head_sha,
        "external_id": external.format(head=shop.pull.head_sha),
    }
    await api.write("POST", "/repos/acme/shop/check-runs", body, _go_ahead)
    assert shop.runs[0].app is app
    assert (await overview(shop, client)).has_run is has_run


async def _go_ahead() -> None:
    return


async def test_a_missing_pull_request_or_repository_is_not_visible(shop: Shop, client: Client) -> None:
    del shop.repository.pulls[1]
    with pytest.raises(NotVisible):
        await overview(shop, client)
    shop.repository.name = "moved"
    with pytest.raises(NotVisible):
        await overview(shop, client)


@pytest.mark.parametrize(
    ("lacking", "needed"),
    [("checks", "checks=write"), ("pull_requests", "pull_requests=write")],
)
async def test_a_missing_permission_is_named(shop: Shop, client: Client, lacking: str, needed: str) -> None:
    granted = {**shop.installation.permissions}
    del granted[lacking]
    shop.installation.permissions = granted
    with pytest.raises(MissingPermission) as caught:
        await overview(shop, client)
    assert caught.value.hint == f"the App needs {needed}"


GOOD: dict[str, object] = {
    "author": None,
    "id": "PR_1",
    "baseRefName": "main",
    "baseRef": {"target": {"oid": "b" * 40, "yml": None, "yaml": None}},
    "body": "",
    "changedFiles": 1,
    "commits": {"nodes": []},
    "headRefName": "x",
    "headRefOid": "a" * 40,
    "isDraft": False,
    "assignees": {"nodes": [None]},
    "made": {"totalCount": 1, "nodes": [None], "pageInfo": {"endCursor": None, "hasNextPage": False}},
    "reviewThreads": {"nodes": [None], "pageInfo": {"endCursor": None, "hasNextPage": False}},
    "state": "OPEN",
    "title": "",
}


def answered(shop: Shop, pull: object) -> None:
    data = {"data": {"repository": {"pullRequest": pull}}}
    shop.world.faults.append(Fault(Status(200, data), path="/graphql"))


async def test_what_the_schema_allows_to_be_null_may_be_null(shop: Shop, client: Client) -> None:
    answered(shop, GOOD)
    seen = await overview(shop, client)
    assert seen.pull_request.author == "ghost"
    assert seen.has_run, "not known, so it is looked up"


@pytest.mark.parametrize(
    "pull",
    [
        None,
        [],
        {},
        {**GOOD, "headRefOid": None},
        {**GOOD, "baseRef": None},
        {**GOOD, "changedFiles": "many"},
        {**GOOD, "reviewThreads": None},
        {**GOOD, "made": None},
        {**GOOD, "commits": {"nodes": [{"commit": None}]}},
        {key: value for key, value in GOOD.items() if key != "state"},
    ],
)
async def test_an_answer_that_github_does_not_promise_is_none(shop: Shop, client: Client, pull: object) -> None:
    answered(shop, pull)
    with pytest.raises(HostDown):
        await overview(shop, client)


async def test_hostile_names_stay_values(shop: Shop, client: Client) -> None:
    """Nothing of a pull request is ever pasted into a query."""
    await overview(shop, client)
    query = json.loads(shop.world.exchanges[-1].body)["query"]
    assert "acme" not in query
    assert "shop" not in query


DEFAULT = {".github/holdfast.yml": b"inline_limit: 3\n"}


async def test_the_default_of_the_organisation_comes_along(shop: Shop, client: Client) -> None:
    acts.commit(shop.world, shop.world.repository("acme/.github"), "main", DEFAULT)
    seen = await overview(shop, client)
    assert [(path, entry.data()) for path, entry in seen.defaults] == [
        ("acme/.github:.github/holdfast.yml", b"inline_limit: 3\n")
    ]
    assert shop.calls() == ["POST access_tokens", "POST graphql"]


async def test_an_organisation_without_a_default(shop: Shop, client: Client) -> None:
    assert (await overview(shop, client)).defaults == ()
    acts.commit(shop.world, shop.world.repository("acme/.github"), "main", {"profile/README.md": b"Acme\n"})
    assert (await overview(shop, client)).defaults == ()


async def test_an_empty_repository_holds_no_default(shop: Shop, client: Client) -> None:
    shop.world.repository("acme/.github")
    assert (await overview(shop, client)).defaults == ()


async def test_the_default_of_somebody_else_is_not_asked_for(shop: Shop, client: Client) -> None:
    acts.commit(shop.world, shop.world.repository("other/.github", private=False), "main", DEFAULT)
    assert (await overview(shop, client)).defaults == ()


async def test_the_repository_of_the_defaults_is_not_put_over_itself(shop: Shop, client: Client) -> None:
    shop.world.rename(shop.repository, ".github")
    acts.commit(shop.world, shop.repository, "main", DEFAULT)
    seen = await overview(shop, client)
    assert (len(seen.configs), seen.defaults) == (1, ())
