"""The fake's conversation, as strict as the documentation: comments, reactions, reviews by their number."""

from __future__ import annotations

import httpx
import pytest

from tests.fakes.conftest import REPO
from tests.fakes.github import acts
from tests.fakes.github.people import App, Installation
from tests.fakes.github.state import PullRequest
from tests.fakes.github.world import World

TALK = f"{REPO}/issues/1/comments"


def made_by_us(http: httpx.Client, body: str = "b") -> str:
    return f"{REPO}/issues/comments/{http.post(TALK, json={'body': body}).json()['id']}"


def test_a_comment_is_made_edited_and_listed(http: httpx.Client, app: App, pull: PullRequest) -> None:
    path = made_by_us(http)
    assert http.patch(path, json={"body": "c"}).status_code == 200
    (listed,) = http.get(TALK).json()
    assert (listed["body"], listed["performed_via_github_app"]["id"]) == ("c", app.id)
    assert [one.body for one in pull.talk] == ["c"]


@pytest.mark.parametrize("body", [{}, {"body": ""}, {"body": 1}, {"body": "b", "more": 1}, {"body": "x" * 65_537}])
def test_a_body_that_github_refuses(http: httpx.Client, body: dict[str, object]) -> None:
    assert http.post(TALK, json=body).status_code == 422


def test_what_people_wrote_is_not_the_apps_to_edit(http: httpx.Client, world: World, pull: PullRequest) -> None:
    theirs = acts.comment(world, pull, "ana", "mine")
    assert http.patch(f"{REPO}/issues/comments/{theirs.id}", json={"body": "ours"}).status_code == 403
    assert theirs.body == "mine"


def test_a_reaction_is_there_once(http: httpx.Client, world: World, pull: PullRequest) -> None:
    theirs = acts.comment(world, pull, "ana", "mine")
    path = f"{REPO}/issues/comments/{theirs.id}/reactions"
    assert [http.post(path, json={"content": "+1"}).status_code for _ in range(2)] == [201, 200]
    assert http.post(path, json={"content": "thumbs"}).status_code == 422
    assert len(theirs.reactions) == 1


@pytest.mark.parametrize("path", ["issues/2/comments", "issues/comments/7", "pulls/1/reviews/7"])
def test_what_is_not_there(http: httpx.Client, path: str) -> None:
    assert http.get(f"{REPO}/{path}").status_code == 404


@pytest.mark.parametrize(("permission", "status"), [("pull_requests", 201), ("issues", 201), ("contents", 403)])
def test_either_of_two_permissions_suffices(
    http: httpx.Client, installation: Installation, world: World, permission: str, status: int
) -> None:
    for token in world.tokens.values():
        token.permissions = {"metadata": "read", permission: "write"}
    assert installation.id
    assert http.post(TALK, json={"body": "b"}).status_code == status


def test_a_review_by_its_number(http: httpx.Client, world: World, pull: PullRequest) -> None:
    made = acts.review(world, pull, "bo", "APPROVE", "fine")
    shown = http.get(f"{REPO}/pulls/1/reviews/{made.id}").json()
    assert (shown["state"], shown["commit_id"], shown["user"]["login"]) == ("APPROVED", pull.head_sha, "bo")
    acts.dismiss(made)
    assert http.get(f"{REPO}/pulls/1/reviews/{made.id}").json()["state"] == "DISMISSED"
