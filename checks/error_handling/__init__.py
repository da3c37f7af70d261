"""Checks of what happens to errors (catalogue ER).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
