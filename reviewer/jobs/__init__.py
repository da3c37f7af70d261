"""Durable work: deliveries taken in, jobs queued with them, worked off, repeated, and given up.

Lives here: the queue, the worker, the tables they need, and the embedded PostgreSQL.
May not live here: GitHub's protocol, the review itself, HTTP.
"""
