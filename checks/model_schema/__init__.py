"""Checks of columns and constraints that models declare (catalogue SC).

Lives here: one check per file. May not live here: how declarations are read; that is `checks.declarations`.
"""
