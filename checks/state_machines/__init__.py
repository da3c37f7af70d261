"""Checks of state machines (catalogue SM, and TN10 for what is hidden by state).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
