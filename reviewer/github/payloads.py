"""Webhook payloads, as far as we read them: unknown keys and new words of GitHub change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Final, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.domain.delivery import Delivery, DeliveryId, PullRequestKey, Work
from reviewer.domain.errors import BadPayload
from reviewer.domain.signoff.commands import has_command
from reviewer.github.names import CHECK_NAME

REVIEWED_ACTIONS: Final = frozenset(
    {"opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft", "edited", "closed"}
)
"""Actions of the event pull_request after which there may be something new to look at, or to close."""
_REVIEW_ACTIONS: Final = frozenset({"submitted", "edited", "dismissed"})
_DECIDING: Final = frozenset({"approved", "changes_requested", "dismissed"})
_COMMENT_ACTIONS: Final = frozenset({"created", "edited", "deleted"})
_EXTERNAL_ID: Final = re.compile(r"(?P<number>[1-9]\d{0,9}):(?P<sha>[0-9a-f]{40}|[0-9a-f]{64})")
_SIGN_OFF: Final = "sign-off"
_BOT: Final = "Bot"

_Id = Annotated[int, Field(gt=0, lt=2**63, strict=True)]
_Number = Annotated[int, Field(gt=0, lt=2**31, strict=True)]
_Sha = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
_FullName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-_]*/[A-Za-z0-9._-]+$", max_length=200)]
"""An owner and a repository: letters, digits and marks that mean nothing in a path."""

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A part of a payload; what we did not ask for is ignored."""

    model_config = ConfigDict(extra="ignore")


class _Action(Part):
    action: str


class _Head(Part):
    sha: _Sha


class _PullRequest(Part):
    head: _Head


class _Repository(Part):
    id: _Id
    full_name: _FullName


class _Installation(Part):
    id: _Id


class Sender(Part):
    """Who did it; `type` is "Bot" for Apps and machine accounts that GitHub knows as such."""

    login: str
    id: _Id
    type: str = "User"


class _Event(_Action):
    repository: _Repository
    installation: _Installation
    sender: Sender


class _Value(Part):
    from_: str | None = Field(default=None, alias="from")


class _Changes(Part):
    base: object = None
    body: _Value | None = None


class _PullRequestEvent(_Action):
    number: _Number
    pull_request: _PullRequest
    repository: _Repository
    installation: _Installation
    changes: _Changes = _Changes()


class _Review(Part):
    id: _Id
    state: str


class _Numbered(_PullRequest):
    number: _Number


class ReviewEvent(_Event):
    """pull_request_review."""

    review: _Review
    pull_request: _Numbered


class _Issue(Part):
    number: _Number
    pull_request: object = None


class _Comment(Part):
    id: _Id
    body: str | None = None


class CommentEvent(_Event):
    """issue_comment."""

    issue: _Issue
    comment: _Comment
    changes: _Changes = _Changes()


class _CheckRun(Part):
    id: _Id
    name: str
    external_id: str | None = None


class _Asked(Part):
    identifier: str = ""


class CheckRunEvent(_Event):
    """check_run; `requested_action` is there when a button was pressed."""

    check_run: _CheckRun
    requested_action: _Asked | None = None


class _Suite(Part):
    pull_requests: list[_Numbered] = []


class _SuiteEvent(_Event):
    check_suite: _Suite


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
        if it.repository.full_name.endswith(("/.", "/..")):
            raise BadPayload("repository.full_name: no name of a repository")
        return Delivery(
            id=_delivery_id(self.guid),
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
    if raw.read(_Action).action not in REVIEWED_ACTIONS:
        return None
    it = raw.read(_PullRequestEvent)
    if it.action == "edited" and it.changes.base is None:  # title and description change no review
        return None
    return raw.delivery(it, it.number, it.pull_request.head.sha, "review")


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


def _check_suite(raw: _Raw) -> Delivery | None:
    """All checks again, of the pull request that the suite names; a fork's names none, its check run has a button."""
    if raw.read(_Action).action != "rerequested":
        return None
    it = raw.read(_SuiteEvent)
    first = next(iter(it.check_suite.pull_requests), None)
    return None if first is None else raw.delivery(it, first.number, first.head.sha, "review")


_READERS: Final[Mapping[str, Callable[[_Raw], Delivery | None]]] = {
    "pull_request": _pull_request,
    "pull_request_review": _review,
    "issue_comment": _comment,
    "check_run": _check_run,
    "check_suite": _check_suite,
}


def _delivery_id(guid: str) -> DeliveryId:
    try:
        return DeliveryId(UUID(guid))
    except ValueError:
        raise BadPayload("X-GitHub-Delivery is no GUID") from None


def read(model: type[Model], body: bytes) -> Model:
    """The body as a model.

    Raises:
        BadPayload: it is no JSON, or not what GitHub sends.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, problem["loc"]))
        raise BadPayload(f"{place}: {problem['msg']}" if place else problem["msg"]) from None
