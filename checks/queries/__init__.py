"""Checks of how queries are composed (catalogue OQ).

Lives here: one check per file. May not live here: how declarations are read; that is `checks.declarations`.
"""
