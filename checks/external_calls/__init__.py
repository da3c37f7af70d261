"""Checks of calls to other services (catalogue EX).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
