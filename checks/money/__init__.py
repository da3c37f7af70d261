"""Checks of money, stock and quota (catalogue MQ).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
