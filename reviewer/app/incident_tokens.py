"""The tokens that may post incidents, for `holdfast incidents`; a service may run meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from reviewer.app.database import standing_database
from reviewer.app.logs import configure_quiet_logs
from reviewer.app.tables import has_tables
from reviewer.jobs.outages import outages_as_store_down
from reviewer.settings import Settings
from reviewer.store.engine import Database
from reviewer.store.incidents import IncidentRecords, IncidentToken

Result = TypeVar("Result")


def make_token(settings: Settings, repository: str) -> str | None:
    """Return a new token for a repository ("owner/name"); None for one that was never reviewed. A service may run.

    Raises:
        UserProblem: the tables are those of another version.
        StoreDown: the database cannot be used.
    """
    return _with_records(settings, lambda records: records.make_token(repository), None)


def list_tokens(settings: Settings) -> Sequence[IncidentToken]:
    """Return every token that was ever made; raises as `make_token`."""
    return _with_records(settings, lambda records: records.tokens(), ())


def revoke_token(settings: Settings, token_id: str) -> bool:
    """End a token; False when there is none of this id that still counts. Raises as `make_token`."""
    return _with_records(settings, lambda records: records.revoke(token_id), False)  # noqa: FBT003  (what is answered without a database)


def _with_records(settings: Settings, work: Callable[[IncidentRecords], Awaitable[Result]], nothing: Result) -> Result:
    """What `work` returns; `nothing` where there is no database yet."""
    configure_quiet_logs(settings)
    with standing_database(settings) as database:
        if database is None or not has_tables(database):
            return nothing
        return asyncio.run(_run(database, work))


async def _run(database: Database, work: Callable[[IncidentRecords], Awaitable[Result]]) -> Result:
    engine = database.engine(connections=1)
    try:
        with outages_as_store_down():
            return await work(IncidentRecords(engine))
    finally:
        await engine.dispose()
