"""The conversation of a pull request: comments and reactions, which belong to its issue."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from tests.fakes.github import posted_shapes as shapes
from tests.fakes.github.answers import ApiError, answer, not_found, paged
from tests.fakes.github.check_rules import read_body
from tests.fakes.github.credentials import allows
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.moments import now
from tests.fakes.github.people import Account, App
from tests.fakes.github.review_rules import check_length
from tests.fakes.github.state import IssueComment, PullRequest, Repository
from tests.fakes.github.world import World


class CommentBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    body: str = Field(min_length=1)


class ReactionBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    content: Literal["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]


def list_comments(call: Call) -> Response:
    page, headers = paged(call.request, _pull(call, "read").talk)
    return answer([shapes.issue_comment(made) for made in page], headers=headers)


def create_comment(call: Call) -> Response:
    pull = _pull(call, "write")
    body = read_body(CommentBody, call.json()).body
    check_length(body)
    return answer(shapes.issue_comment(say(call.world, pull, call.app.bot, body, call.app)), 201)


def say(world: World, pull: PullRequest, author: Account, body: str, by_app: App | None = None) -> IssueComment:
    """Adds what somebody says."""
    with world.lock:
        moment = now()
        made = IssueComment(next(world.ids), author, body, moment, moment, by_app)
        pull.talk.append(made)
    return made


def get_comment(call: Call) -> Response:
    return answer(shapes.issue_comment(_comment(call, "read")))


def update_comment(call: Call) -> Response:
    """An App edits its own comments; those of others too only with the right to write issues."""
    made = _comment(call, "write")
    if made.by_app is not call.app:
        raise ApiError(403, "Resource not accessible by integration")
    made.body = read_body(CommentBody, call.json()).body
    check_length(made.body)
    made.updated_at = now()
    return answer(shapes.issue_comment(made))


def react(call: Call) -> Response:
    """201 for a new reaction, 200 for one that is there already."""
    made = _comment(call, "write")
    given = (call.app.bot.login, read_body(ReactionBody, call.json()).content)
    known = given in made.reactions
    if not known:
        made.reactions.append(given)
    return answer(shapes.reaction(made.id + 1, call.app.bot, given[1]), 200 if known else 201)


def _pull(call: Call, level: str) -> PullRequest:
    found = _repository(call, level).pulls.get(int(call.path("number")))
    if found is None:
        raise not_found()
    return found


def _comment(call: Call, level: str) -> IssueComment:
    for pull in _repository(call, level).pulls.values():
        for made in pull.talk:
            if str(made.id) == call.path("comment"):
                return made
    raise not_found()


def _repository(call: Call, level: str) -> Repository:
    """For a pull request either of two permissions suffices."""
    token = call.token
    assert token is not None
    if any(allows(token.permissions, name, level) for name in ("pull_requests", "issues")):
        return call.repository(Needs("metadata"))
    accepted = {"X-Accepted-GitHub-Permissions": f"issues={level}; pull_requests={level}"}
    raise ApiError(403, "Resource not accessible by integration", accepted)
