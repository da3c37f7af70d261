"""Checks of who may do what: authentication, permissions, signatures (catalogue AZ, SS).

Lives here: one check per file. May not live here: how guards are found; that is `checks.ledger`.
"""
