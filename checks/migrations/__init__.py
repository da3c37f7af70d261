"""What a migration risks: locks, rewrites, old code still running, lost data, lost guarantees, broken history.

Lives here: one check per file, all reading the operation list of `checks.schema`. Most pull requests hold
nothing of theirs, so `concerns` tells before any of them is loaded.
"""

from checks.migrations._concerns import concerns

__all__ = ["concerns"]
