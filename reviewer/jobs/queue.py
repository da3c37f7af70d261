"""The queue: procrastinate on our database, and the names under which jobs are put into it."""

from __future__ import annotations

from typing import Final, TypeAlias

from procrastinate import App, PsycopgConnector
from psycopg_pool import AsyncConnectionPool

from reviewer.domain.delivery import PullRequestKey

Queue: TypeAlias = App
"""The queue, for those who only carry it from here to there."""

REVIEW: Final = "review"
"""Task: review the pull request of a delivery."""
TELL_UNFINISHED: Final = "tell-unfinished"
"""Task: complete the check run of a review that was given up."""
QUEUE: Final = "pull-requests"
RETRY_PRIORITY: Final = -1
"""Of a job that waits for its next try: a newer job of the same pull request does not wait behind it."""

_POOL_SECONDS = 3.0
_CONNECT_SECONDS = 3


def open_queue(url: str, options: str, *, connections: int = 4) -> App:
    """Return the queue over a pool of its own; the caller opens and closes it.

    Args:
        url: of the database, libpq's form.
        options: libpq's `options` with the search path of the queue's schema.
        connections: at most; listening for jobs takes one more beside the pool.
    """
    connector = PsycopgConnector(
        pool_factory=AsyncConnectionPool,
        conninfo=url,
        kwargs={"options": options, "connect_timeout": _CONNECT_SECONDS},
        min_size=1,
        max_size=connections,
        timeout=_POOL_SECONDS,
    )
    return App(connector=connector)


def pull_request_lock(pull_request: PullRequestKey) -> str:
    """Return the lock under which the jobs of one pull request run one at a time."""
    return f"{pull_request.repository_id}/{pull_request.number}"
