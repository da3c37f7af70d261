"""Ends what takes too long, from within the process that does it: one hostile file costs its own findings only.

A process that is killed at its deadline has no answer for the other files. So an alarm of the system's looks every
half second whether a limit has passed, and raises `TimeUsedUp` where the program then is. Native code is not
interrupted by it; what nests or repeats without end is measured before it is handed to a parser.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Final

_LOOK_SECONDS: Final = 0.5
Clock = Callable[[], float]
_limits: Final[list[tuple[Clock, float]]] = []
"""By which moment of which clock what is going on has to be done, the outermost first."""


class TimeUsedUp(Exception):
    """What was going on took longer than it may."""


@contextmanager
def watched(seconds: float) -> Generator[None]:
    """Let every limit within the block end what it is about; only in the main thread of a process.

    Raises:
        TimeUsedUp: the block itself took longer than `seconds` of the day.
    """
    before = signal.signal(signal.SIGALRM, _look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_SECONDS, _LOOK_SECONDS)
    try:
        with _at_most(seconds, time.monotonic):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _limits.clear()  # an alarm may have come between a limit's beginning and its end


def at_most(seconds: float) -> AbstractContextManager[None]:
    """End the block when it uses more of the processor, where somebody watches; else let it take its time.

    A busy machine ends nobody's work by this: only what really works without end.

    Raises:
        TimeUsedUp: it used more.
    """
    return _at_most(seconds, time.process_time)


@contextmanager
def _at_most(seconds: float, clock: Clock) -> Generator[None]:
    _limits.append((clock, clock() + seconds))
    try:
        yield
    finally:
        _limits.pop()


def _look(number: int, frame: FrameType | None) -> None:
    del number, frame
    if any(clock() > end for clock, end in _limits):
        raise TimeUsedUp
