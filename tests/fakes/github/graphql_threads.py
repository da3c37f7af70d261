"""Mutations of review threads: a reply, and resolving, for which GitHub wants more than for the reply.

An App resolves a thread only with `contents: write` beside `pull_requests: write`:
https://github.com/orgs/community/discussions/44650
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tests.fakes.github.answers import ApiError
from tests.fakes.github.api_reviews import add_reply, add_review
from tests.fakes.github.credentials import allows
from tests.fakes.github.doors import Call, Needs, find_repository
from tests.fakes.github.graphql_fields import Unavailable
from tests.fakes.github.review_rules import ReviewBody, check_length, check_review
from tests.fakes.github.shapes import node_id
from tests.fakes.github.state import Json, PullRequest, ReviewComment

_PULLS = Needs("pull_requests", "write")
_REST = {"startLine": "start_line", "startSide": "start_side"}


def thread_mutations(call: Call) -> dict[str, Callable[..., Json]]:
    """The fields of the schema's `Mutation`, for one caller."""

    def reply(_info: object, **given: Json) -> Json:
        asked = given["input"]
        pull, first = _thread(call, cast("str", asked["pullRequestReviewThreadId"]))
        body = cast("str", asked["body"])
        check_length(body)
        made = add_reply(call.world, pull, first, call.app.bot, body)
        return {"comment": {"id": node_id("PRRC", made.id), "body": made.body, "viewerDidAuthor": True}}

    def resolve(_info: object, **given: Json) -> Json:
        return _set(call, cast("str", given["input"]["threadId"]), resolved=True)

    def unresolve(_info: object, **given: Json) -> Json:
        return _set(call, cast("str", given["input"]["threadId"]), resolved=False)

    def review(_info: object, **given: Json) -> Json:
        return _review(call, given["input"])

    return {
        "addPullRequestReview": review,
        "addPullRequestReviewThreadReply": reply,
        "resolveReviewThread": resolve,
        "unresolveReviewThread": unresolve,
    }


def may_resolve(call: Call) -> bool:
    token = call.token
    rights = ("pull_requests", "contents")
    return token is not None and all(allows(token.permissions, name, "write") for name in rights)


def _review(call: Call, asked: Json) -> Json:
    """All or nothing, by the rules of REST."""
    pull = _pull(call, str(asked["pullRequestId"]))
    given = ReviewBody.model_validate(
        {
            "commit_id": asked.get("commitOID"),
            "body": asked.get("body"),
            "event": asked.get("event"),
            "comments": [_draft(thread) for thread in cast("list[Json]", asked.get("threads") or [])],
        }
    )
    try:
        check_review(pull, given, by_author=pull.author is call.app.bot)
    except ApiError as error:
        raise Unavailable("UNPROCESSABLE", str(error)) from None
    made = add_review(call.world, pull, call.app.bot, given)
    return {"pullRequestReview": {"id": node_id("PRR", made.id), "body": made.body}}


def _draft(thread: Json) -> Json:
    """As REST calls it; the schema's default of `startSide` means nothing without a line."""
    names = ("path", "body", "line", "side", *(("startLine", "startSide") if "startLine" in thread else ()))
    return {_REST.get(name, name): thread[name] for name in names}


def _pull(call: Call, name: str) -> PullRequest:
    for repository in call.world.repositories.values():
        for pull in repository.pulls.values():
            if node_id("PR", pull.id) == name:
                _check(call, repository.full_name)
                return pull
    raise Unavailable("NOT_FOUND", f"Could not resolve to a node with the global id of '{name}'.")


def _set(call: Call, name: str, *, resolved: bool) -> Json:
    _, first = _thread(call, name)
    if not may_resolve(call):
        raise Unavailable("FORBIDDEN", "Resource not accessible by integration")
    first.resolved = resolved
    return {"thread": {"id": name, "isResolved": resolved}}


def _thread(call: Call, name: str) -> tuple[PullRequest, ReviewComment]:
    for repository in call.world.repositories.values():
        for pull in repository.pulls.values():
            for comment in pull.comments:
                if comment.reply_to is None and node_id("PRRT", comment.id) == name:
                    _check(call, repository.full_name)
                    return pull, comment
    raise Unavailable("NOT_FOUND", f"Could not resolve to a node with the global id of '{name}'.")


def _check(call: Call, repository: str) -> None:
    try:
        find_repository(call, repository, _PULLS)
    except ApiError as error:
        kind = "FORBIDDEN" if error.status == 403 else "NOT_FOUND"
        raise Unavailable(kind, "Resource not accessible by integration") from None
