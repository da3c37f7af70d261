"""Checks of tenant isolation and object scope (catalogue TN).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
