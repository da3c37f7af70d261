"""Checks of input validation and preconditions (catalogue VA).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
