"""What a migration risks: locks, rewrites, old code still running, lost data, lost guarantees, broken history.

Lives here: one check per file, all reading the operation list of `checks.schema`.
"""
