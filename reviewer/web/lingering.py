"""A refusal that the caller gets to read.

Whoever is still sending when the server hangs up is told by the network that the connection broke, and never
sees the answer. So the answer goes out first, and what still comes is thrown away for a while.
"""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

_DISCARDED_BYTES: Final = 32 * 1024 * 1024
_DISCARDED_SECONDS: Final = 5.0
_SILENT_SECONDS: Final = 1.0


class LingeringResponse(JSONResponse):
    """A JSON answer, followed by patience for the rest of the request within bounds; then the end."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_unfinished(message: Message) -> None:
            await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

        await super().__call__(scope, receive, send_unfinished)
        try:
            async with asyncio.timeout(_DISCARDED_SECONDS):
                await _discard(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _discard(receive: Receive) -> None:
    left = _DISCARDED_BYTES
    while left > 0:
        message = await asyncio.wait_for(receive(), _SILENT_SECONDS)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        left -= len(message.get("body", b""))
