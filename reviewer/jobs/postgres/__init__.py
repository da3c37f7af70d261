"""An embedded PostgreSQL for installations that bring none: its account, its files, its process.

`running(data_dir)` is the only thing that the rest of the service knows, and `looked_at(data_dir)` the doctor.
What lives here knows no table and listens on a Unix socket in a directory of its own, never on an address.
"""

from reviewer.jobs.postgres.server import PostgresServer, looked_at, running

__all__ = ["PostgresServer", "looked_at", "running"]
