"""Alembic's entry: runs the revisions on the connection that `reviewer.store.migrate` hands over."""

from alembic import context
from sqlalchemy import Connection

from reviewer.store.engine import SCHEMA

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("Run migrations by reviewer.store.migrate, which holds the lock.")
context.configure(connection=connection, version_table_schema=SCHEMA, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
