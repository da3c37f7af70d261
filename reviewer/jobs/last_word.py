"""What the errors of a review mean for it: tried again, paused with its installation, or given up with a last word."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.errors import RateLimited, TryAgain, UserProblem
from reviewer.jobs.patience import Patience
from reviewer.jobs.pauses import pause

GiveUp = Callable[[str], Awaitable[None]]
"""Queues the last word about a review; takes the reason, for people."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def given_up_by(give_up: GiveUp, patience: Patience, tried: int) -> AsyncGenerator[None]:
    """Let `give_up` know what goes wrong for good in the block; every error goes on to the queue, which keeps it.

    Args:
        give_up: called with the reason.
        patience: decides what is for good.
        tried: runs so far, this one included.
    """
    try:
        yield
    except TryAgain as problem:
        if patience.seconds_until_next(problem, tried) is None:
            await give_up(f"it was tried {tried} times, the last time: {problem}")
        raise
    except UserProblem as problem:
        await give_up(str(problem))
        raise
    except Exception:
        # The one door for bugs: the text of an unforeseen error may hold anything, so it stays in the log,
        # under the id that the caller bound to it.
        _log.exception("the review failed")
        await give_up("an error in Holdfast itself")
        raise


@asynccontextmanager
async def pausing(engine: AsyncEngine, installation: int, patience: Patience, tried: int) -> AsyncGenerator[None]:
    """Let no job of `installation` begin for a while after GitHub asked the block to wait; the error goes on."""
    try:
        yield
    except RateLimited as limit:
        _log.warning("rate limited", seconds=limit.after_seconds)
        seconds = patience.seconds_until_next(limit, tried) or limit.after_seconds
        if seconds is not None:
            await pause(engine, installation, seconds, str(limit))
        raise
