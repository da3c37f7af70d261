"""The queue: procrastinate on our database, and the names under which jobs are put into it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool

from reviewer.domain.delivery import PullRequestKey

Queue: TypeAlias = App
"""The queue, for those who only carry it from here to there."""

IsHungUp = Callable[[AsyncConnection], bool]

REVIEW: Final = "review"
"""Task: review the pull request of a delivery."""
RECHECK: Final = "recheck"
"""Task: look whether a review would say something else by now, and say it only then."""
ACT: Final = "act"
"""Task: take note of what somebody did, and say what follows."""
TELL_UNFINISHED: Final = "tell-unfinished"
"""Task: complete the check run of a review that was given up."""
ANNOUNCEMENT: Final = "announcement"
"""Task: find what an event about a repository or an installation concerns, and queue it."""
MERGE_GROUP: Final = "merge-group"
"""Task: review a merge queue's commit."""
TELL_GROUP_UNFINISHED: Final = "tell-group-unfinished"
"""Task: complete the check run of a merge group whose review was given up."""
SWEEP: Final = "sweep"
"""Task: queue a review of every open head of an installation that has no completed check run."""
QUEUE: Final = "pull-requests"
RETRY_PRIORITY: Final = -1
"""Of a job that waits for its next try: a newer job of the same pull request does not wait behind it."""
BACKGROUND: Final = -2
"""Of a job that nobody waits for in front of a screen."""

_POOL_SECONDS = 3.0
_CONNECT_SECONDS = 3
_RECONNECT_SECONDS = 1.0
"""After it the pool waits for the next who asks. By default it would try ever more rarely for five minutes, and
miss the return of a server by as long as that was away."""


@asynccontextmanager
async def open_queue(url: str, options: str, is_hung_up: IsHungUp, *, connections: int = 4) -> AsyncGenerator[App]:
    """Return the queue over a pool of its own, while the block runs.

    Args:
        url: of the database, libpq's form.
        options: libpq's `options` with the search path of the queue's schema.
        is_hung_up: tells of an idle connection whether the server has closed it.
        connections: at most; listening for jobs takes one more beside the pool.
    """

    async def check(connection: AsyncConnection) -> None:
        # A pool that procrastinate makes itself asks for a ping before each use.
        if is_hung_up(connection):
            await connection.close()  # else the pool, which sees nothing wrong with it, takes it back
            raise OperationalError("the server has closed the connection")

    pool = AsyncConnectionPool(
        url,
        kwargs={"options": options, "connect_timeout": _CONNECT_SECONDS},
        min_size=1,
        max_size=connections,
        timeout=_POOL_SECONDS,
        reconnect_timeout=_RECONNECT_SECONDS,
        check=check,
        configure=_autocommit,
        open=False,
    )
    await pool.open(wait=True)
    try:
        queue = App(connector=PsycopgConnector())
        await queue.open_async(pool)
        yield queue
    finally:
        await pool.close()


async def _autocommit(connection: AsyncConnection) -> None:
    """Of the queue's statements each is a transaction, so none needs a BEGIN and a COMMIT around it."""
    await connection.set_autocommit(True)


def pull_request_lock(pull_request: PullRequestKey) -> str:
    """Return the lock under which the jobs of one pull request run one at a time."""
    return f"{pull_request.repository_id}/{pull_request.number}"
