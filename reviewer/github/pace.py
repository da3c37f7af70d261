"""One write at a time per installation, with a second between two, as GitHub asks of Apps."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from reviewer.github.clock import Clock

GAP_SECONDS = 1.0


class Pace:
    """Lets writes through one by one; of this process only, other workers have their own."""

    def __init__(self, clock: Clock) -> None:
        """Nothing has been written yet."""
        self._clock = clock
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
                yield
            finally:
                self._last[installation] = self._clock.monotonic()
