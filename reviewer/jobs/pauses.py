"""Installations that GitHub asked to wait: known to all workers, so that none of them asks in vain."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.jobs.statements import execute
from reviewer.jobs.tables import InstallationLimitRow


async def pause(engine: AsyncEngine, installation: int, seconds: float, reason: str) -> None:
    """Let no job of `installation` begin for `seconds`; a longer pause that is known already stays."""
    until = func.now() + timedelta(seconds=seconds)
    new = insert(InstallationLimitRow).values(installation=installation, paused_until=until, reason=reason)
    statement = new.on_conflict_do_update(
        index_elements=[InstallationLimitRow.installation],
        set_={"paused_until": until, "reason": reason, "updated_at": func.now()},
        where=InstallationLimitRow.paused_until < until,
    )
    await execute(engine, statement)


async def seconds_paused(engine: AsyncEngine, installation: int) -> float:
    """Return how long `installation` still has to wait, by the database's clock; 0 for not at all."""
    left = extract("epoch", InstallationLimitRow.paused_until - func.now())
    statement = select(left).where(InstallationLimitRow.installation == installation)
    seconds = (await execute(engine, statement)).scalar_one_or_none()
    return max(0.0, float(seconds or 0))
