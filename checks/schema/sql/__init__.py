"""SQL text into operations: PostgreSQL by its own grammar (pgparse), MySQL and SQLite by sqlglot.

Lives here: splitting, parsing and the layouts of SQL migration tools. May not live here: what Python
files say around their SQL.
"""
