"""Checks of architecture and layers (catalogue AR).

Lives here: one check per file. May not live here: how declarations are read; that is `checks.declarations`.
"""
