"""GraphQL's own way to fail: status 200 and a list of errors."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from reviewer.domain.errors import HoldfastError, HostDown, MissingPermission
from reviewer.github.answers import Answer, NotVisible, TooMuch, limited
from reviewer.render.foreign import one_line

_LIMITED = frozenset({"RATE_LIMIT", "RATE_LIMITED"})
_UNSEEN = frozenset({"NOT_FOUND"})
_REJECTED = frozenset({"UNPROCESSABLE"})
_FORBIDDEN = frozenset({"FORBIDDEN", "INSUFFICIENT_SCOPES"})
_PERMISSIONS = {
    "checkSuites": "checks=write",
    "review": "pull_requests=write",
    "pullRequest": "pull_requests=write",
    "object": "contents=read",
    "target": "contents=read",
    "ref": "contents=read",
}
_SHOWN = 200


class Part(BaseModel):
    """A part of an answer: our names for GitHub's, and nothing said about fields that we did not ask for."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel)


class _Error(Part):
    message: str = ""
    type: str = ""
    path: list[str | int] = []


class _Body(Part):
    data: dict[str, object] | None = None
    errors: list[_Error] = []


def graphql_data(
    answer: Answer, now: float, optional: Collection[str] = (), rejectable: Collection[str] = ()
) -> dict[str, object]:
    """The data of an answer without errors.

    Args:
        answer: what GitHub said.
        now: seconds since 1970, to count a pause from.
        optional: fields of the query itself that may be gone, or not to be seen: they are null then.
        rejectable: fields of a mutation that GitHub may find wrong in themselves: likewise.

    Raises:
        RateLimited: the pool is used up; it arrives with status 200.
        NotVisible: a thing that was named is gone or not to be seen.
        MissingPermission: a field may not be read.
        TooMuch: the query took GitHub too long.
        HostDown: any other error, or no data.
    """
    body = answer.read(_Body)
    errors = [
        error
        for error in body.errors
        if not (_is_about(error, optional, _UNSEEN | _FORBIDDEN) or _is_about(error, rejectable, _REJECTED))
    ]
    if errors:
        raise _failure(answer, errors, now)
    if body.data is None:
        raise HostDown(f"{answer.what}: GitHub's answer has neither data nor errors")
    return body.data


def _is_about(error: _Error, fields: Collection[str], kinds: Collection[str]) -> bool:
    return error.path[:1] != [] and error.path[0] in fields and error.type in kinds


def _failure(answer: Answer, errors: list[_Error], now: float) -> HoldfastError:
    kinds = {error.type for error in errors}
    words = "; ".join(one_line(error.message) for error in errors)
    said = f"{answer.what}: GitHub answered with errors: {words[:_SHOWN]}"
    if kinds & _LIMITED or "rate limit" in words.lower():
        return limited(said, answer.headers, now)
    if kinds & _FORBIDDEN:
        return MissingPermission(said, hint=_accepted(errors))
    if kinds & _UNSEEN:
        return NotVisible(said)
    if "timeout" in words.lower():
        return TooMuch(said)
    return HostDown(said)


def _accepted(errors: list[_Error]) -> str:
    """Which permission the first refused field asks for; GitHub names none in GraphQL."""
    for error in errors:
        for name in reversed(error.path):
            if name in _PERMISSIONS:
                return f"the App needs {_PERMISSIONS[name]}"
    return ""


def dig(data: object, *names: str) -> object:
    """The value under nested names; None where one of them is absent or null."""
    for name in names:
        if not isinstance(data, dict):
            return None
        data = cast("dict[str, object]", data).get(name)
    return data
