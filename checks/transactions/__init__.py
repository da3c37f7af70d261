"""Checks of transactions and concurrency (catalogue TX, CC).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
