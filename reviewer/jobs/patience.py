"""When a job runs again after it could not finish, and when it is given up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from typing_extensions import override

from reviewer.domain.errors import AnalyserDied, RateLimited, TryAgain
from reviewer.jobs.queue import RETRY_PRIORITY

_LONGEST_PAUSE_SECONDS = 6 * 3600.0  # GitHub's windows last an hour; a longer wish is a mistake


class Patience(Struct, frozen=True):
    """How often and how long a kind of job is tried.

    Attributes:
        tries: runs at most, the first one included.
        deadly_tries: likewise, for a change that kills the process which analyses it.
        lost_tries: likewise, when the worker itself was gone each time: mostly others' doing, such as a bad night
            of the machine, but a job that does it must not go on for ever.
        first_seconds: wait before the second try; doubled each time.
        longest_seconds: what the doubling ends at.
    """

    tries: int = 12
    deadly_tries: int = 3
    lost_tries: int = 40
    first_seconds: float = 2.0
    longest_seconds: float = 600.0

    def seconds_until_next(self, problem: BaseException, tried: int) -> float | None:
        """Return the wait before the next try, or None when there is none.

        Args:
            problem: what ended this try.
            tried: runs so far, this one included.
        """
        match problem:
            case asyncio.CancelledError():  # the service stops; its successor begins again
                return 0.0
            case AnalyserDied() if tried >= self.deadly_tries:
                return None
            case TryAgain() if tried < self.tries:
                doubled = min(self.first_seconds * 2.0 ** (tried - 1), self.longest_seconds)
                asked = problem.after_seconds
                if isinstance(problem, RateLimited) and not problem.told and asked is not None:
                    asked *= 2.0 ** (tried - 1)  # as GitHub wants it: a minute at least, then exponentially more
                return doubled if asked is None else min(asked, _LONGEST_PAUSE_SECONDS)
            case _:
                return None


TELLING: Final = Patience(tries=60)
"""For the last word about a given-up review: some ten hours, longer than outages of GitHub last."""


class Retry(BaseRetryStrategy):
    """Tells `Patience` to procrastinate."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        seconds = self._patience.seconds_until_next(exception, job.attempts + 1)
        if seconds is None:
            return None
        return RetryDecision(
            retry_at=datetime.now(UTC) + timedelta(seconds=seconds),
            priority=RETRY_PRIORITY,
        )
