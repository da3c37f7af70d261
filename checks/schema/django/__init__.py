"""Django migration files, read by `ast`: every operation with what it implies in the database.

May not live here: the project's settings or models, which a migration file never needs.
"""
