"""One write at a time per installation, with a second between two, as GitHub asks of Apps."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from reviewer.github.clock import Clock

GAP_SECONDS = 1.0

TakeTurn = Callable[[int], AbstractAsyncContextManager[None]]
"""Holds the right of an installation to write, against all other processes."""


def nobody_else(installation: int) -> AbstractAsyncContextManager[None]:
    """The turn of the only process that writes."""
    del installation
    return nullcontext()


class Pace:
    """Lets writes through one by one. The gap is kept by this process; other workers have their own."""

    def __init__(self, clock: Clock, take_turn: TakeTurn = nobody_else) -> None:
        """Nothing has been written yet."""
        self._clock = clock
        self._take_turn = take_turn
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[int, float] = {}

    @asynccontextmanager
    async def turn(self, installation: int) -> AsyncGenerator[None]:
        """Hold the right to write until the block ends."""
        async with self._locks[installation]:
            if installation in self._last:
                gap = self._last[installation] + GAP_SECONDS - self._clock.monotonic()
                if gap > 0:
                    await self._clock.sleep(gap)
            try:
                async with self._take_turn(installation):
                    yield
            finally:
                self._last[installation] = self._clock.monotonic()
