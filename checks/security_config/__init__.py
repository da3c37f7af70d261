"""Checks of security configuration (catalogue CF).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
