"""What migrations do to the database: one operation list from three readers, and the schema at base.

Lives here: readers, the operation list, the schema state, the cost of an operation. Nothing is imported
or run: files are bytes that are parsed. May not live here: what is wrong with an operation (`checks.migrations`).
"""
