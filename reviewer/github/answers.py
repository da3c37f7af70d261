"""GitHub's answers and what each failure means in our tree of errors. Pure: no request is made here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TypeVar, cast

from msgspec import Struct
from pydantic import BaseModel, ValidationError

from reviewer.domain.errors import HoldfastError, HostDown, MissingPermission, RateLimited
from reviewer.render.foreign import one_line

SECONDARY_PAUSE_SECONDS = 60.0
"""GitHub's advice for a limit that comes without a moment: at least one minute."""
LONGEST_PAUSE_SECONDS = 24 * 3600.0
_LIMIT_WORDS = ("rate limit", "abuse detection")
_SHOWN = 200

Model = TypeVar("Model", bound=BaseModel)


class NotVisible(MissingPermission):
    """GitHub shows no such thing: it is gone, or the App may not see it. Both look the same."""


class Unauthorised(HostDown):
    """The credential is not accepted (any more)."""


class TooMuch(HostDown):
    """The question was too large to be answered in one go; half of it may be answered."""


class RejectedRequest(Exception):
    """GitHub found our request wrong in itself: a bug of ours, unless the caller reckons with it."""

    def __init__(self, sentence: str, status: int) -> None:
        """Keeps the status beside the sentence."""
        super().__init__(sentence)
        self.status = status


class Answer(Struct, frozen=True):
    """One whole answer; header names in lower case."""

    what: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """The body as JSON.

        Raises:
            HostDown: it is none, as after a cut connection.
        """
        try:
            return cast("object", json.loads(self.body))
        except (ValueError, RecursionError):
            raise HostDown(f"{self.what}: GitHub's answer is no whole JSON ({len(self.body)} bytes)") from None

    def read(self, model: type[Model]) -> Model:
        """The body as a model of ours.

        Raises:
            HostDown: it is not what GitHub promises.
        """
        return read(model, self.json(), self.what)


def read(model: type[Model], data: object, what: str) -> Model:
    """Data from GitHub as a model of ours.

    Raises:
        HostDown: it is not what GitHub promises.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, line["loc"])) for line in error.errors()[:5])
        raise HostDown(f"{what}: GitHub's answer is not what it promises, at {one_line(places)}") from None


def failure(answer: Answer, now: float) -> HoldfastError | RejectedRequest:
    """What an answer without success means; `now` in seconds since the epoch."""
    said = f"{answer.what}: GitHub answered {answer.status}{_message(answer)}"
    status = answer.status
    if status >= 500:
        return HostDown(said, after_seconds=retry_after(answer.headers, now))
    if status == 429 or (status == 403 and is_limit(answer)):
        return limited(said, answer.headers, now)
    if status == 403:
        return MissingPermission(said, hint=_accepted(answer))
    if status == 401:
        return Unauthorised(said)
    if status in {404, 410, 451}:
        return NotVisible(said)
    if 300 <= status < 400:
        return HostDown(f"{said}, a redirect that is not followed")
    return RejectedRequest(said, status)


def is_limit(answer: Answer) -> bool:
    """Whether a 403 is one of GitHub's limits, and no refusal."""
    headers = answer.headers
    told = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return told or any(words in _message(answer).lower() for words in _LIMIT_WORDS)


def limited(said: str, headers: Mapping[str, str], now: float) -> RateLimited:
    """A limit, with the pause that GitHub asks for: Retry-After, else until a used-up limit is reset, else a minute."""
    told = retry_after(headers, now)
    reset = headers.get("x-ratelimit-reset", "")
    if told is None and headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        # One second more: the reset is a whole second and the clocks of two machines differ.
        told = _bounded(int(reset) - now + 1)
    seconds = SECONDARY_PAUSE_SECONDS if told is None else told
    return RateLimited(said, after_seconds=seconds, told=told is not None)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds of the header Retry-After, a number or a date; None when it is absent or neither."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return _bounded(float(value))
    try:
        return _bounded(parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _bounded(seconds: float) -> float:
    return min(max(seconds, 1.0), LONGEST_PAUSE_SECONDS)


def _accepted(answer: Answer) -> str:
    wanted = answer.headers.get("x-accepted-github-permissions", "")
    return f"the App needs {one_line(wanted)[:_SHOWN]}" if wanted else ""


def _message(answer: Answer) -> str:
    """GitHub's own sentence, with the strings of `errors`; foreign text, so short and on one line."""
    try:
        body = cast("object", json.loads(answer.body))
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, dict):
        return ""
    parts = cast("dict[str, object]", body)
    errors = parts.get("errors")
    words = [parts.get("message"), *(cast("list[object]", errors) if isinstance(errors, list) else ())]
    said = "; ".join(one_line(str(word)) for word in words if word)
    return f": {said[:_SHOWN]}" if said else ""
