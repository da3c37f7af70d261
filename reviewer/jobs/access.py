"""What waits in the queue when the App's access to repositories changes."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Uuid, cast, column, func, literal_column, select, table, update
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.announcement import RepositoryKey
from reviewer.jobs.statements import execute
from reviewer.jobs.tables import DeliveryRow

_JOBS = table("procrastinate_jobs", column("args"), column("status"))
_log = structlog.get_logger(__name__)


async def cancel_waiting(engine: AsyncEngine, installation: int, repositories: Sequence[int] | None) -> int:
    """Cancel the jobs that wait for an installation, or for some of its repositories; return how many.

    They would only find out that nothing is to be seen any more. One that runs finds out by itself, and should the
    App come back, a sweep finds every head that has no completed check run.
    """
    gone = select(DeliveryRow.id).where(DeliveryRow.installation == installation)
    if repositories is not None:
        gone = gone.where(DeliveryRow.repository_id.in_(repositories))
    of_delivery = cast(func.jsonb_extract_path_text(_JOBS.c.args, "delivery_id"), Uuid)
    statement = (
        update(_JOBS)
        .where(_JOBS.c.status == literal_column("'todo'"), of_delivery.in_(gone))
        .values(status=literal_column("'cancelled'"))
    )
    cancelled = (await execute(engine, statement)).rowcount
    if cancelled:
        _log.info("jobs cancelled: the App has no access any more", jobs=cancelled, installation=installation)
    return cancelled


async def move_waiting(engine: AsyncEngine, repository: RepositoryKey) -> int:
    """Let what waits for a repository know its present name and installation; return how many deliveries."""
    statement = (
        update(DeliveryRow)
        .where(DeliveryRow.repository_id == repository.id)
        .values(installation=repository.installation, repository=repository.full_name)
    )
    return (await execute(engine, statement)).rowcount
