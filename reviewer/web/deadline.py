"""Waiting for the database no longer than the caller can."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from reviewer.domain.errors import StoreDown

Result = TypeVar("Result")

_left_behind: Final[set[object]] = set()


async def within(seconds: float, work: Awaitable[Result]) -> Result:
    """Return what `work` returns, but wait neither for it nor for its cancellation longer than `seconds`.

    `asyncio.timeout` would: cancelling a statement asks the server to stop it, and a server that hangs does
    not answer that either. So the work is left behind, cancelled, and what becomes of it is nobody's concern.

    Raises:
        StoreDown: it took longer.
    """
    future = asyncio.ensure_future(work)
    _left_behind.add(future)
    future.add_done_callback(_settle)
    await asyncio.wait({future}, timeout=seconds)
    if not future.done():
        future.cancel()
        raise StoreDown("The database did not answer in time.")
    return await future


def _settle(future: asyncio.Future[Result]) -> None:
    _left_behind.discard(future)
    if not future.cancelled():
        future.exception()  # looked at, so that asyncio does not report it as forgotten
