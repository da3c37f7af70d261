"""Payloads about one pull request, as far as we read them: unknown keys and new words of GitHub change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import Field

from reviewer.domain.delivery import Delivery, PullRequestKey, Work
from reviewer.domain.signoff.commands import has_command
from reviewer.github.names import CHECK_NAME
from reviewer.github.payload_parts import (
    Id,
    InstallationPart,
    Model,
    Number,
    Part,
    RepositoryPart,
    Sender,
    Sha,
    delivery_id,
    read,
)

REVIEWED_ACTIONS: Final = frozenset(
    {"opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft", "edited", "closed"}
)
"""Actions of the event pull_request after which there may be something new to look at, or to close."""
_LABEL_ACTIONS: Final = frozenset({"labeled", "unlabeled"})
"""They say something new only of what was merged: that it broke something, or mended it."""
_REVIEW_ACTIONS: Final = frozenset({"submitted", "edited", "dismissed"})
_DECIDING: Final = frozenset({"approved", "changes_requested", "dismissed"})
_COMMENT_ACTIONS: Final = frozenset({"created", "edited", "deleted"})
_EXTERNAL_ID: Final = re.compile(r"(?P<number>[1-9]\d{0,9}):(?P<sha>[0-9a-f]{40}|[0-9a-f]{64})")
_SIGN_OFF: Final = "sign-off"
_BOT: Final = "Bot"


class _Action(Part):
    action: str


class _Head(Part):
    sha: Sha


class _PullRequest(Part):
    head: _Head


class _Outcome(Part):
    merged: bool | None = None


class _OutcomeEvent(Part):
    pull_request: _Outcome = _Outcome()


class _Event(_Action):
    repository: RepositoryPart
    installation: InstallationPart
    sender: Sender


class _Value(Part):
    from_: str | None = Field(default=None, alias="from")


class _Changes(Part):
    base: object = None
    body: _Value | None = None


class _PullRequestEvent(_Action):
    number: Number
    pull_request: _PullRequest
    repository: RepositoryPart
    installation: InstallationPart
    changes: _Changes = _Changes()


class _Review(Part):
    id: Id
    state: str


class _Numbered(_PullRequest):
    number: Number


class ReviewEvent(_Event):
    """pull_request_review."""

    review: _Review
    pull_request: _Numbered


class _Issue(Part):
    number: Number
    pull_request: object = None


class _Comment(Part):
    id: Id
    body: str | None = None


class CommentEvent(_Event):
    """issue_comment."""

    issue: _Issue
    comment: _Comment
    changes: _Changes = _Changes()


class _CheckRun(Part):
    id: Id
    name: str
    external_id: str | None = None


class _Asked(Part):
    identifier: str = ""


class CheckRunEvent(_Event):
    """check_run; `requested_action` is there when a button was pressed."""

    check_run: _CheckRun
    requested_action: _Asked | None = None


class _EventAction(Part):
    action: str = ""


def read_delivery(event: str, guid: str, body: bytes) -> Delivery | None:
    """Read a delivery whose signature has been checked; None for what asks for no work.

    Raises:
        BadPayload: it is no JSON, or a field is missing; with the field's place.
    """
    reader = _READERS.get(event)
    return reader(_Raw(event, guid, body)) if reader is not None else None


class _Raw:
    """A delivery before anything of it is believed."""

    def __init__(self, event: str, guid: str, body: bytes) -> None:
        self.event, self.guid, self.body = event, guid, body

    def read(self, model: type[Model]) -> Model:
        return read(model, self.body)

    def delivery(self, it: _Event | _PullRequestEvent, number: int, head_sha: str, work: Work) -> Delivery:
        """The delivery of one pull request."""
        return Delivery(
            id=delivery_id(self.guid),
            event=self.event,
            action=it.action,
            pull_request=PullRequestKey(
                installation=it.installation.id,
                repository_id=it.repository.id,
                repository=it.repository.full_name,
                number=number,
            ),
            head_sha=head_sha,
            body=self.body,
            work=work,
        )


def _pull_request(raw: _Raw) -> Delivery | None:
    if raw.read(_Action).action not in REVIEWED_ACTIONS | _LABEL_ACTIONS:
        return None
    if raw.read(_Action).action in _LABEL_ACTIONS and not raw.read(_OutcomeEvent).pull_request.merged:
        return None
    it = raw.read(_PullRequestEvent)
    if it.action == "edited" and it.changes.base is None:
        # The description may name an agent, or who started it; a title says nothing that a review reads.
        work: Work | None = "recheck" if it.changes.body is not None else None
    else:
        work = "review"
    return None if work is None else raw.delivery(it, it.number, it.pull_request.head.sha, work)


def _review(raw: _Raw) -> Delivery | None:
    if raw.read(_Action).action not in _REVIEW_ACTIONS:
        return None
    it = raw.read(ReviewEvent)
    if it.review.state.casefold() not in _DECIDING:  # remarks decide nothing; ours come back here too
        return None
    return raw.delivery(it, it.pull_request.number, it.pull_request.head.sha, "act")


def _comment(raw: _Raw) -> Delivery | None:
    if raw.read(_Action).action not in _COMMENT_ACTIONS:
        return None
    it = raw.read(CommentEvent)
    said = [it.comment.body or ""]
    if it.changes.body is not None:
        said.append(it.changes.body.from_ or "")
    # Our own reply names the commands, so what bots write is never one; but anybody may edit a person's comment.
    by_bot = it.sender.type == _BOT and it.action == "created"
    if by_bot or it.issue.pull_request is None or not any(map(has_command, said)):
        return None
    return raw.delivery(it, it.issue.number, "", "act")


def _check_run(raw: _Raw) -> Delivery | None:
    if raw.read(_EventAction).action not in {"rerequested", "requested_action"}:
        return None
    it = raw.read(CheckRunEvent)
    found = _EXTERNAL_ID.fullmatch(it.check_run.external_id or "")
    if it.check_run.name != CHECK_NAME or found is None:
        return None
    number, sha = int(found["number"]), found["sha"]
    if it.requested_action is None:
        return raw.delivery(it, number, sha, "review")
    return raw.delivery(it, number, sha, "act") if it.requested_action.identifier == _SIGN_OFF else None


_READERS: Final[Mapping[str, Callable[[_Raw], Delivery | None]]] = {
    "pull_request": _pull_request,
    "pull_request_review": _review,
    "issue_comment": _comment,
    "check_run": _check_run,
}
DELIVERING: Final = frozenset(_READERS)
"""The events that are read here."""
