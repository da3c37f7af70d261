"""When the service has nothing to ask GitHub any more."""

from __future__ import annotations

import time

from tests.fakes.github.world import World

_SILENT_SECONDS = 6.0
_LOOK_SECONDS = 0.1
_DEADLINE_SECONDS = 300.0


def wait_for_silence(world: World) -> None:
    """Return once nothing was asked for some seconds.

    Raises:
        SystemExit: it goes on and on.
    """
    deadline = time.monotonic() + _DEADLINE_SECONDS
    asked, since = len(world.exchanges), time.monotonic()
    while time.monotonic() - since < _SILENT_SECONDS:
        time.sleep(_LOOK_SECONDS)
        if len(world.exchanges) != asked:
            asked, since = len(world.exchanges), time.monotonic()
        if time.monotonic() > deadline:
            raise SystemExit("the service does not come to rest")
