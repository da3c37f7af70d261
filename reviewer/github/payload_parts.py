"""What payloads of different events have in common, and how a body becomes one of our models."""

from __future__ import annotations

from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from reviewer.domain.delivery import DeliveryId
from reviewer.domain.errors import BadPayload


def _no_way_up(full_name: str) -> str:
    if full_name.endswith(("/.", "/..")):
        raise ValueError("no name of a repository")
    return full_name


Id = Annotated[int, Field(gt=0, lt=2**63, strict=True)]
Number = Annotated[int, Field(gt=0, lt=2**31, strict=True)]
Sha = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
FullName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-_]*/[A-Za-z0-9._-]+$", max_length=200), AfterValidator(_no_way_up)
]
"""An owner and a repository: letters, digits and marks that mean nothing in a path."""

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A part of a payload; what we did not ask for is ignored."""

    model_config = ConfigDict(extra="ignore")


class RepositoryPart(Part):
    """The repository that an event is about."""

    id: Id
    full_name: FullName


class InstallationPart(Part):
    """The installation that an event was sent for."""

    id: Id


class Sender(Part):
    """Who did it; `type` is "Bot" for Apps and machine accounts that GitHub knows as such."""

    login: str
    id: Id
    type: str = "User"


def delivery_id(guid: str) -> DeliveryId:
    """The delivery's GUID.

    Raises:
        BadPayload: it is none.
    """
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
