"""Alembic's revisions, in the order of their numbers.

Each is safe while the version before it still runs: additive, no rewrite of a table with rows, indexes on
such tables CONCURRENTLY.
"""
