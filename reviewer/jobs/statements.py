"""One statement that is its own transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncEngine


async def execute(engine: AsyncEngine, statement: Executable) -> CursorResult[Any]:
    """Run `statement`, durably; a BEGIN and a COMMIT around it would be two round trips for nothing."""
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        return await connection.execute(statement)
