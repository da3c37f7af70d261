"""Waiting for a condition, up to a deadline: never for an amount of time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Value = TypeVar("Value")
_DEADLINE_SECONDS = 60.0
_LOOK_SECONDS = 0.02


async def until(look: Callable[[], Awaitable[Value]], what: str, seconds: float = _DEADLINE_SECONDS) -> Value:
    """Return the first true thing that `look` returns; fail the test when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        seen = await look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}; last seen: {seen!r}"
        await asyncio.sleep(_LOOK_SECONDS)


async def until_equal(look: Callable[[], Value], wanted: Value, seconds: float = _DEADLINE_SECONDS) -> None:
    """Return once `look` returns `wanted`; fail the test with what it returned last when it does not in time."""
    deadline = time.monotonic() + seconds
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, f"waited {seconds} s for {wanted!r}; last seen: {seen!r}"
        await asyncio.sleep(_LOOK_SECONDS)
