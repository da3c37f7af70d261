"""One statement that is its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncEngine


async def execute(
    engine: AsyncEngine, statement: Executable, values: Mapping[str, object] | None = None
) -> CursorResult[Any]:
    """Run `statement`, durably; a BEGIN and a COMMIT around it would be two round trips for nothing."""
    async with _committing(engine).connect() as connection:
        return await connection.execute(statement, values)


@lru_cache(maxsize=8)
def _committing(engine: AsyncEngine) -> AsyncEngine:
    """The same pool; to make it anew takes as long as the statement."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")
