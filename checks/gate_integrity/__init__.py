"""Checks of tests, settings and suppressions that keep the other checks honest (catalogue TS, CF08, CF09).

Lives here: one check per file. May not live here: how declarations are read; that is `checks.declarations`.
"""
