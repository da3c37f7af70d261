"""Check runs that were begun and are owed a completion, also when their head is long passed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.delivery import PullRequestKey
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import StartedCheckRow


async def note_started(engine: AsyncEngine, pull_request: PullRequestKey, head_sha: str) -> None:
    """Note that a check run of `head_sha` is about to begin, or to begin again."""
    statement = insert(StartedCheckRow).values(
        repository_id=pull_request.repository_id, number=pull_request.number, head_sha=head_sha
    )
    again = statement.on_conflict_do_update(
        index_elements=[StartedCheckRow.repository_id, StartedCheckRow.number, StartedCheckRow.head_sha],
        set_={"started_at": func.now(), "completed_at": None},
    )
    await execute(engine, again)


async def note_completed(engine: AsyncEngine, pull_request: PullRequestKey, head_sha: str) -> None:
    """Note that the check run of `head_sha` is completed."""
    statement = (
        update(StartedCheckRow)
        .where(_of(pull_request), StartedCheckRow.head_sha == head_sha)
        .values(completed_at=func.now())
    )
    await execute(engine, statement)


async def left_open(engine: AsyncEngine, pull_request: PullRequestKey, head_sha: str | None) -> tuple[str, ...]:
    """Return the heads other than `head_sha` whose check runs wait for a completion, oldest first."""
    statement = (
        select(StartedCheckRow.head_sha)
        .where(_of(pull_request), StartedCheckRow.completed_at.is_(None))
        .order_by(StartedCheckRow.started_at)
    )
    rows = (await execute(engine, statement)).scalars().all()
    return tuple(row for row in rows if row != head_sha)


async def is_open(engine: AsyncEngine, pull_request: PullRequestKey, head_sha: str) -> bool:
    """Whether the check run of `head_sha` was begun and waits for its completion."""
    statement = select(StartedCheckRow.head_sha).where(
        _of(pull_request), StartedCheckRow.head_sha == head_sha, StartedCheckRow.completed_at.is_(None)
    )
    return (await execute(engine, statement)).first() is not None


async def purge(engine: AsyncEngine, older_than: timedelta) -> int:
    """Drop notes of check runs completed longer ago than `older_than`; return how many."""
    statement = delete(StartedCheckRow).where(StartedCheckRow.completed_at < func.now() - older_than)
    return (await execute(engine, statement)).rowcount


def _of(pull_request: PullRequestKey) -> ColumnElement[bool]:
    return and_(
        StartedCheckRow.repository_id == pull_request.repository_id,
        StartedCheckRow.number == pull_request.number,
    )
