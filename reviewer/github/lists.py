"""Lists in GitHub's answers."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from reviewer.domain.errors import HostDown
from reviewer.github.answers import Answer

Item = TypeVar("Item", bound=BaseModel)


def listed(adapter: TypeAdapter[list[Item]], answer: Answer) -> list[Item]:
    """The body as a list of our models.

    Raises:
        HostDown: it is not what GitHub promises.
    """
    try:
        return adapter.validate_python(answer.json())
    except ValidationError:
        raise HostDown(f"{answer.what}: GitHub's answer is not what it promises") from None
