"""What may go wrong at a chosen call, and how the server makes it go wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. "
    "If you reach out to GitHub Support for help, please include the request ID 0400:1A2B."
)


@dataclass(frozen=True, slots=True)
class Status:
    """Any answer in place of the real one; the effect does not happen."""

    code: int
    body: object = field(default_factory=dict[str, object])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class NeverAnswers:
    """Holds the request until the caller gives up; the effect does not happen."""


@dataclass(frozen=True, slots=True)
class TruncatedBody:
    """Does the work, then sends a well-formed HTTP answer whose JSON stops half-way."""


@dataclass(frozen=True, slots=True)
class CutAfterEffect:
    """Does the work, then closes the connection before the answer is whole."""


Kind = Status | NeverAnswers | TruncatedBody | CutAfterEffect


@dataclass(slots=True)
class Fault:
    """One fault: at requests whose method, `path?query` and body match, after `skip` of them, `times` times."""

    kind: Kind
    method: str = ".*"
    path: str = ".*"
    times: int = 1
    skip: int = 0
    body: bytes = b""

    def strikes(self, method: str, target: str, body: bytes) -> bool:
        """Whether it strikes this request; counts."""
        spoken = re.fullmatch(self.method, method) and re.search(self.path, target) and re.search(self.body, body)
        if not spoken:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0


def server_error(code: int = 502) -> Status:
    return Status(code, {"message": "Server Error"})


def secondary_limit(code: int = 403, retry_after: str | None = None) -> Status:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Status(code, {"message": SECONDARY}, {**headers, "X-RateLimit-Remaining": "4321"})


def primary_limit(seconds: float, code: int = 403) -> Status:
    """The hourly limit is used up; it is reset in so many seconds."""
    reset = int(datetime.now(UTC).timestamp() + seconds)
    return Status(
        code,
        {"message": "API rate limit exceeded for installation ID 1."},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)},
    )


def graphql_errors(*errors: Mapping[str, object], data: object = None) -> Status:
    """GraphQL reports errors with status 200."""
    return Status(200, {"data": data, "errors": [dict(error) for error in errors]})


async def instead(kind: Status | NeverAnswers, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers in place of the API, or not at all."""
    if isinstance(kind, NeverAnswers):
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    body = kind.body if isinstance(kind.body, bytes) else json.dumps(kind.body).encode()
    await Response(body, kind.code, dict(kind.headers), "application/json")(scope, receive, send)


async def spoiled(kind: TruncatedBody | CutAfterEffect, made: Response, send: Send) -> None:
    """Sends half of a finished answer."""
    half = made.body[: len(made.body) // 2]
    length = len(half) if isinstance(kind, TruncatedBody) else len(made.body) + 1
    headers = [(name, value) for name, value in made.raw_headers if name != b"content-length"]
    headers.append((b"content-length", str(length).encode()))
    start = {"type": "http.response.start", "status": made.status_code, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": bytes(half), "more_body": True})
    if isinstance(kind, TruncatedBody):
        await send({"type": "http.response.body", "body": b"", "more_body": False})
