"""The records of sign-offs, read for `holdfast signoffs export`."""

from __future__ import annotations

import asyncio

from reviewer.app.database import service_database
from reviewer.domain.signoff.export import ExportedSignOff
from reviewer.jobs.outages import outages_as_store_down
from reviewer.settings import Settings
from reviewer.store.engine import Database
from reviewer.store.export import exported_sign_offs


def export_sign_offs(settings: Settings, repository: str | None) -> tuple[ExportedSignOff, ...]:
    """Return every sign-off of a repository ("owner/name"), or of all.

    Raises:
        UserProblem, StoreDown: the database cannot be used; an embedded one belongs to a running service.
    """
    with service_database(settings) as home:
        return asyncio.run(_export(home.database, repository))


async def _export(database: Database, repository: str | None) -> tuple[ExportedSignOff, ...]:
    engine = database.engine(connections=1)
    try:
        with outages_as_store_down():
            return await exported_sign_offs(engine, repository)
    finally:
        await engine.dispose()
