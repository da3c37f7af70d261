"""What GitHub accepts as a review and as its comments, and where a comment may stand."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tests.fakes.github.answers import ApiError, refused
from tests.fakes.github.api_pulls import files_of
from tests.fakes.github.diffs import DiffLine, commentable
from tests.fakes.github.state import PullRequest

BODY_LIMIT = 65_536
_THREAD = "Pull request review thread"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class DraftComment(_Strict):
    """One of a review's comments: `subject_type` is no key here, `position` is deprecated."""

    path: str
    body: str = Field(min_length=1)
    line: int = Field(ge=1)
    side: Literal["LEFT", "RIGHT"] = "RIGHT"
    start_line: int | None = Field(default=None, ge=1)
    start_side: Literal["LEFT", "RIGHT"] | None = None


class ReviewBody(_Strict):
    commit_id: str | None = None
    body: str | None = None
    event: Literal["APPROVE", "REQUEST_CHANGES", "COMMENT"] | None = None
    comments: list[DraftComment] = Field(default_factory=list[DraftComment])


class SingleComment(DraftComment):
    """A comment posted on its own; here a whole file may be its subject."""

    commit_id: str
    subject_type: Literal["line", "file"] = "line"


def check_review(pull: PullRequest, given: ReviewBody, *, by_author: bool) -> None:
    """Raises 422: nothing of a review is kept when one part of it is wrong."""
    if given.event in {"APPROVE", "REQUEST_CHANGES"} and by_author:
        raise refused(f"Can not {given.event.lower().replace('_', ' ')} on your own pull request")
    if given.event in {"REQUEST_CHANGES", "COMMENT"} and not given.body:
        raise refused("Review body can't be blank")
    for text in (given.body or "", *(comment.body for comment in given.comments)):
        check_length(text)
    commit = given.commit_id or pull.head_sha
    if commit not in pull.heads:
        raise refused("Commit is not part of the pull request")
    lines = commentable_lines(pull, commit)
    errors = [error for comment in given.comments if (error := _misplaced(lines, comment))]
    if errors:
        raise refused(", ".join(errors))


def check_length(body: str) -> None:
    if len(body) > BODY_LIMIT:
        error = {
            "resource": "PullRequestReviewComment",
            "code": "custom",
            "field": "body",
            "message": f"body is too long (maximum is {BODY_LIMIT} characters)",
        }
        raise ApiError(422, "Validation Failed", errors=[error])


def commentable_lines(pull: PullRequest, commit: str) -> dict[str, frozenset[DiffLine]]:
    """Path to the lines that a comment may stand on; a file without a patch has none."""
    return {file.path: commentable(file.patch or "") for file in files_of(pull, commit)}


def _misplaced(lines: dict[str, frozenset[DiffLine]], comment: DraftComment) -> str | None:
    if comment.path not in lines:
        return "Path could not be resolved"
    end = _hunk(lines[comment.path], comment.side, comment.line)
    if end is None:
        return f"{_THREAD} line must be part of the diff"
    if comment.start_line is None:
        return None
    side = comment.start_side or comment.side
    start = _hunk(lines[comment.path], side, comment.start_line)
    if start is None:
        return f"{_THREAD} start line must be part of the diff"
    if side == comment.side and comment.start_line >= comment.line:
        return f"{_THREAD} start line must precede the end line."
    return None if start == end else f"{_THREAD} start line must be part of the same hunk as the line."


def _hunk(lines: frozenset[DiffLine], side: str, number: int) -> int | None:
    for line in lines:
        if (line.side, line.number) == (side, number):
            return line.hunk
    return None
