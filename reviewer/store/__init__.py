"""The database: its engine, its migrations, and the records of reviews, which are only ever added to.

Lives here: SQLAlchemy's engine, Alembic's revisions, the record tables.
May not live here: the queue and its tables (`reviewer.jobs`), decisions, text for people.
"""
