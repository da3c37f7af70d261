"""Reviews of the fake GitHub are all or nothing."""

from __future__ import annotations

import httpx
import pytest

from tests.fakes.conftest import REPO
from tests.fakes.github.people import App
from tests.fakes.github.state import PullRequest


def review_body(*comments: dict[str, object], **more: object) -> dict[str, object]:
    return {"event": "COMMENT", "body": "b", "comments": list(comments), **more}


def comment(line: int, **more: object) -> dict[str, object]:
    return {"path": "a.py", "body": "x", "line": line, **more}


@pytest.mark.parametrize(
    "body",
    [
        review_body(comment(9)),
        review_body(comment(9, side="LEFT")),
        review_body(comment(2), comment(99)),
        review_body(comment(2, path="none.py")),
        review_body(comment(2, start_line=2)),
        review_body(comment(2, start_line=3)),
        review_body(comment(2, start_line=9)),
        review_body(comment(2, subject_type="line")),
        review_body(comment(2, position=1)),
        review_body(comment(2, body="x" * 65_537)),
        review_body(comment(2, body="")),
        review_body(comment(2, side="left")),
        review_body(comment(2), body=""),
        review_body(comment(2), event="LIKE"),
        review_body(comment(2), commit_id="0" * 40),
        review_body(body="x" * 65_537),
    ],
)
def test_a_review_is_all_or_nothing(http: httpx.Client, pull: PullRequest, body: dict[str, object]) -> None:
    assert http.post(f"{REPO}/pulls/1/reviews", json=body).status_code == 422
    assert pull.reviews == []


def test_a_misplaced_comment_is_told_in_a_string_without_an_index(http: httpx.Client) -> None:
    answer = http.post(f"{REPO}/pulls/1/reviews", json=review_body(comment(2), comment(9)))
    assert answer.json()["errors"] == ["Pull request review thread line must be part of the diff"]


def test_both_sides_and_ranges_are_taken(http: httpx.Client, pull: PullRequest) -> None:
    ranged = comment(5, start_line=1, start_side="RIGHT", side="RIGHT")
    answer = http.post(f"{REPO}/pulls/1/reviews", json=review_body(comment(2, side="LEFT"), ranged))
    assert answer.status_code == 200
    assert [one.side for one in pull.comments] == ["LEFT", "RIGHT"]


def test_a_review_without_event_is_pending_and_there_is_only_one(http: httpx.Client, pull: PullRequest) -> None:
    for status in (200, 422):
        assert http.post(f"{REPO}/pulls/1/reviews", json={"body": "b"}).status_code == status
    assert [review.state for review in pull.reviews] == ["PENDING"]


def test_an_app_does_not_approve_its_own_pull_request(http: httpx.Client, app: App, pull: PullRequest) -> None:
    pull.author = app.bot
    assert http.post(f"{REPO}/pulls/1/reviews", json={"event": "APPROVE"}).status_code == 422
