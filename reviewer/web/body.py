"""Reads a request's body, up to a limit that is kept before the bytes are."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from reviewer.domain.errors import BadPayload, TooLarge

MAX_BYTES: Final = 25 * 1024 * 1024
"""GitHub never sends more: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap"""


async def read_body(request: Request, limit: int = MAX_BYTES) -> bytes:
    """Return the body, whole.

    Raises:
        TooLarge: it is, or says it is, longer than `limit` bytes; the rest is not read.
        BadPayload: its length is no number.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdecimal():
        raise BadPayload("Content-Length is not a number.")
    if int(announced) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is longer than {limit} bytes, which is the longest that GitHub sends.")
