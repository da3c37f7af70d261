"""The application around the checks: what reads a change, decides on it, and publishes the verdict.

Lives here: every room that knows git, GitHub, a database, a queue or a person; the floors are contracts.
May not live here: a fact about code at base or head, which is the business of `checks`.
"""
