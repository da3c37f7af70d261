"""Webhook payloads, as far as we read them: unknown keys and new words of GitHub change nothing."""

from __future__ import annotations

from typing import Annotated, Final, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.domain.delivery import Delivery, DeliveryId, PullRequestKey
from reviewer.domain.errors import BadPayload

REVIEWED_ACTIONS: Final = frozenset({"opened", "reopened", "synchronize", "ready_for_review"})
"""Actions of the event pull_request after which there may be something new to look at."""

_Id = Annotated[int, Field(gt=0, lt=2**63, strict=True)]
_Number = Annotated[int, Field(gt=0, lt=2**31, strict=True)]
_Sha = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
_FullName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-_]*/[A-Za-z0-9._-]+$", max_length=200)]
"""An owner and a repository: letters, digits and marks that mean nothing in a path."""

Model = TypeVar("Model", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Action(_Part):
    action: str


class _Head(_Part):
    sha: _Sha


class _PullRequest(_Part):
    head: _Head


class _Repository(_Part):
    id: _Id
    full_name: _FullName


class _Installation(_Part):
    id: _Id


class _PullRequestEvent(_Action):
    number: _Number
    pull_request: _PullRequest
    repository: _Repository
    installation: _Installation


def read_delivery(event: str, guid: str, body: bytes) -> Delivery | None:
    """Read a delivery whose signature has been checked; None for what asks for no review.

    Raises:
        BadPayload: it is no JSON, or a field is missing; with the field's place.
    """
    if event != "pull_request":
        return None
    action = _read(_Action, body).action
    if action not in REVIEWED_ACTIONS:
        return None
    payload = _read(_PullRequestEvent, body)
    if payload.repository.full_name.endswith(("/.", "/..")):
        raise BadPayload("repository.full_name: no name of a repository")
    return Delivery(
        id=_delivery_id(guid),
        event=event,
        action=action,
        pull_request=PullRequestKey(
            installation=payload.installation.id,
            repository_id=payload.repository.id,
            repository=payload.repository.full_name,
            number=payload.number,
        ),
        head_sha=payload.pull_request.head.sha,
        body=body,
    )


def _delivery_id(guid: str) -> DeliveryId:
    try:
        return DeliveryId(UUID(guid))
    except ValueError:
        raise BadPayload("X-GitHub-Delivery is no GUID") from None


def _read(model: type[Model], body: bytes) -> Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, problem["loc"]))
        raise BadPayload(f"{place}: {problem['msg']}" if place else problem["msg"]) from None
