"""What a database that does not answer looks like to its callers, under one name."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolClosed, PoolTimeout
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from reviewer.domain.errors import StoreDown

_OUTAGES = (
    *(OperationalError, InterfaceError, NoFreeConnection),  # SQLAlchemy's
    *(psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, PoolClosed),
    ConnectorException,  # procrastinate's, around any of psycopg's
)


@contextmanager
def outages_as_store_down() -> Generator[None]:
    """Turn every way in which the database can be away into `StoreDown`; other errors stay what they are.

    Raises:
        StoreDown: it is away, too slow, or out of connections.
    """
    try:
        yield
    except _OUTAGES as error:
        raise StoreDown(f"The database does not answer ({type(error).__name__}).") from error
