"""An embedded PostgreSQL for installations that bring none: its account, its files, its process.

`running(data_dir)` is the only thing that the rest of the service knows. What lives here knows no table
and listens on a Unix socket in a directory of its own, never on an address.
"""

from reviewer.jobs.postgres.server import PostgresServer, running

__all__ = ["PostgresServer", "running"]
