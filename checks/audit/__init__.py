"""Checks of audit records and of what logs may hold (catalogue LG).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
