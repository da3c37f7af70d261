"""Checks of idempotency: the same event twice, the same effect once (catalogue ID).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
