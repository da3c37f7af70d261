"""Checks of what callers rely on (catalogue AP).

Lives here: one check per file. May not live here: how declarations are read; that is `checks.declarations`.
"""
