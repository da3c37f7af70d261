"""Rate limits: the hourly pools, and the secondary ones on writes.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from tests.fakes.github.answers import ApiError
from tests.fakes.github.faults import SECONDARY
from tests.fakes.github.people import Installation, Pool

_WRITES_PER_MINUTE = 80
_CREATED_PER_HOUR = 500


def spend(installation: Installation, pool: Pool, writes: Literal["nothing", "changes", "creates"]) -> dict[str, str]:
    """Takes one request from the pool; the headers that say what is left, or the right refusal."""
    now = datetime.now(UTC)
    reset_at = _reset(pool, now)
    headers = {
        "X-RateLimit-Limit": str(pool.limit),
        "X-RateLimit-Remaining": str(max(0, pool.limit - pool.used - 1)),
        "X-RateLimit-Reset": str(int(reset_at.timestamp())),
        "X-RateLimit-Used": str(pool.used + 1),
        "X-RateLimit-Resource": "graphql" if pool is installation.graphql else "core",
    }
    if pool.used >= pool.limit:
        raise ApiError(403, f"API rate limit exceeded for installation ID {installation.id}.", headers)
    pool.used += 1
    if writes == "nothing":
        return headers
    installation.writes = [*_since(installation.writes, now - timedelta(minutes=1)), now]
    if writes == "creates":
        installation.created = [*_since(installation.created, now - timedelta(hours=1)), now]
    if len(installation.writes) > _WRITES_PER_MINUTE or len(installation.created) > _CREATED_PER_HOUR:
        raise ApiError(403, SECONDARY, {**headers, "Retry-After": "60"})
    return headers


def _since(moments: list[datetime], begin: datetime) -> list[datetime]:
    return [moment for moment in moments if moment > begin]


def _reset(pool: Pool, now: datetime) -> datetime:
    if pool.reset_at is None or pool.reset_at <= now:
        pool.used = pool.used if pool.reset_at is None else 0
        pool.reset_at = now + timedelta(hours=1)
    return pool.reset_at
