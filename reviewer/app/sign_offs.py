"""The records of sign-offs, read for `holdfast signoffs export`."""

from __future__ import annotations

import asyncio

from reviewer.app.database import standing_database
from reviewer.app.logs import configure_quiet_logs
from reviewer.app.tables import has_tables
from reviewer.domain.signoff.export import ExportedSignOff
from reviewer.jobs.outages import outages_as_store_down
from reviewer.settings import Settings
from reviewer.store.engine import Database
from reviewer.store.export import exported_sign_offs


def export_sign_offs(settings: Settings, repository: str | None) -> tuple[ExportedSignOff, ...]:
    """Return every sign-off of a repository ("owner/name"), or of all; a service may run meanwhile.

    Raises:
        UserProblem: the tables are those of another version.
        StoreDown: the database cannot be used.
    """
    configure_quiet_logs(settings)
    with standing_database(settings) as database:
        if database is None or not has_tables(database):
            return ()
        return asyncio.run(_export(database, repository))


async def _export(database: Database, repository: str | None) -> tuple[ExportedSignOff, ...]:
    engine = database.engine(connections=1)
    try:
        with outages_as_store_down():
            return await exported_sign_offs(engine, repository)
    finally:
        await engine.dispose()
