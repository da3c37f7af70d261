"""What Django and Alembic files share: names, constants and SQL text in Python source.

Lives here: reading `ast` nodes as values. May not live here: operations of a framework.
"""
