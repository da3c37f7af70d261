"""Alembic revision files, read by `ast`: upgrade and downgrade apart, helpers followed within the file."""
