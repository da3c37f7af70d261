"""Rate limits: the hourly pools, and the secondary one on writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.fakes.github.answers import ApiError
from tests.fakes.github.faults import SECONDARY
from tests.fakes.github.people import Installation, Pool

_WRITES_PER_MINUTE = 80


def spend(installation: Installation, pool: Pool, *, writes: bool) -> dict[str, str]:
    """Takes one request from the pool; the headers that say what is left, or the right refusal."""
    now = datetime.now(UTC)
    reset_at = _reset(pool, now)
    headers = {
        "X-RateLimit-Limit": str(pool.limit),
        "X-RateLimit-Remaining": str(max(0, pool.limit - pool.used - 1)),
        "X-RateLimit-Reset": str(int(reset_at.timestamp())),
        "X-RateLimit-Used": str(pool.used + 1),
    }
    if pool.used >= pool.limit:
        raise ApiError(403, f"API rate limit exceeded for installation ID {installation.id}.", headers)
    pool.used += 1
    if writes:
        recent = [moment for moment in installation.writes if moment > now - timedelta(minutes=1)]
        installation.writes = [*recent, now]
        if len(recent) >= _WRITES_PER_MINUTE:
            raise ApiError(403, SECONDARY, {**headers, "Retry-After": "60"})
    return headers


def _reset(pool: Pool, now: datetime) -> datetime:
    if pool.reset_at is None or pool.reset_at <= now:
        pool.used = pool.used if pool.reset_at is None else 0
        pool.reset_at = now + timedelta(hours=1)
    return pool.reset_at
