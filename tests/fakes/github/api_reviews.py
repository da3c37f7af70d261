"""Reviews and their comments."""

from __future__ import annotations

from starlette.responses import Response

from tests.fakes.github import posted_shapes as shapes
from tests.fakes.github.answers import answer, not_found, paged, refused
from tests.fakes.github.api_pulls import files_of, pull_of
from tests.fakes.github.check_rules import read_body
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.moments import now
from tests.fakes.github.people import Account
from tests.fakes.github.review_rules import DraftComment, ReviewBody, check_length, check_review
from tests.fakes.github.state import Json, PullRequest, Review, ReviewComment
from tests.fakes.github.world import World

_READ, _WRITE = Needs("pull_requests"), Needs("pull_requests", "write")
_STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED", None: "PENDING"}


def create_review(call: Call) -> Response:
    """All or nothing. Without an event it stays pending, one per user, seen by nobody else."""
    pull = pull_of(call, _WRITE)
    given = read_body(ReviewBody, call.json())
    author = call.app.bot
    check_review(pull, given, by_author=pull.author is author)
    if given.event is None and any(r.state == "PENDING" and r.author is author for r in pull.reviews):
        raise refused("User can only have one pending review per pull request")
    made = add_review(call.world, pull, author, given)
    return answer(shapes.review(made))


def add_review(world: World, pull: PullRequest, author: Account, given: ReviewBody) -> Review:
    """Adds what has been checked."""
    commit = given.commit_id or pull.head_sha
    with world.lock:
        number = next(world.ids)
        comments = [_comment(world, author, commit, number, draft) for draft in given.comments]
        made = Review(number, author, _STATES[given.event], given.body or "", commit, comments, now())
        pull.reviews.append(made)
    return made


def _comment(world: World, author: Account, commit: str, review: int, draft: DraftComment) -> ReviewComment:
    start_side = None if draft.start_line is None else draft.start_side or draft.side
    return ReviewComment(
        id=next(world.ids),
        author=author,
        commit_id=commit,
        path=draft.path,
        body=draft.body,
        side=draft.side,
        line=draft.line,
        start_side=start_side,
        start_line=draft.start_line,
        review_id=review,
    )


def list_reviews(call: Call) -> Response:
    page, headers = paged(call.request, _visible(call, pull_of(call, _READ)))
    return answer([shapes.review(made) for made in page], headers=headers)


def get_review(call: Call) -> Response:
    for made in _visible(call, pull_of(call, _READ)):
        if str(made.id) == call.path("review"):
            return answer(shapes.review(made))
    raise not_found()


def list_comments(call: Call) -> Response:
    pull = pull_of(call, _READ)
    comments = [comment for made in _visible(call, pull) for comment in made.comments]
    page, headers = paged(call.request, comments)
    return answer([comment_shape(pull, comment) for comment in page], headers=headers)


def _visible(call: Call, pull: PullRequest) -> list[Review]:
    return [made for made in pull.reviews if made.state != "PENDING" or made.author is call.app.bot]


def comment_shape(pull: PullRequest, comment: ReviewComment) -> Json:
    """An outdated comment keeps only its original line."""
    shape = shapes.comment(comment)
    if is_outdated(pull, comment):
        shape["line"], shape["start_line"] = None, None
    return shape


def is_outdated(pull: PullRequest, comment: ReviewComment) -> bool:
    """Whether the commented file has changed since; GitHub looks closer, at the lines."""
    if comment.commit_id == pull.head_sha:
        return False
    then = {file.path: file.oid for file in files_of(pull, comment.commit_id)}
    now = {file.path: file.oid for file in files_of(pull)}
    return then.get(comment.path) != now.get(comment.path)


def reply(call: Call) -> Response:
    pull = pull_of(call, _WRITE)
    parent = next((c for c in pull.comments if str(c.id) == call.path("comment")), None)
    if parent is None or parent.reply_to is not None:
        raise not_found()
    body = str(call.json().get("body", ""))
    check_length(body)
    return answer(shapes.comment(add_reply(call.world, pull, parent, call.app.bot, body)), 201)


def add_reply(world: World, pull: PullRequest, parent: ReviewComment, author: Account, body: str) -> ReviewComment:
    """Adds what has been checked; GitHub keeps each reply in a review of its own."""
    draft = DraftComment.model_construct(
        path=parent.path, body=body, line=parent.line, side=parent.side, start_line=None, start_side=None
    )
    given = ReviewBody.model_construct(commit_id=parent.commit_id, body="", event="COMMENT", comments=[draft])
    made = add_review(world, pull, author, given).comments[0]
    made.reply_to = parent.id
    return made
