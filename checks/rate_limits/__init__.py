"""Checks of rate limits, quotas and plan limits (catalogue RL).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
