"""Whether a push to the base branch may change what was said of an open pull request."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from reviewer.domain.signoff.codeowners import PATHS as OWNERS_PATHS

_MIGRATION_ENDINGS = frozenset({".py", ".sql", ".rb", ".js", ".mjs", ".cjs", ".ts"})


def changes_policy(pushed: Iterable[str], config_paths: Collection[str]) -> bool:
    """Whether the push edits what every open pull request is judged by: the configuration, or CODEOWNERS."""
    return any(path in config_paths or path in OWNERS_PATHS for path in pushed)


def may_concern(pushed: Collection[str], config_paths: Collection[str]) -> bool:
    """Whether the push can change what was said of any pull request."""
    return changes_policy(pushed, config_paths) or bool(_folders(pushed))


def asks_for_recheck(pull_request: Iterable[str], pushed: Iterable[str]) -> bool:
    """Whether the history of migrations has to be looked at again.

    A migration that reaches the base branch may take the parent, the version or the number of one that an open pull
    request adds: each was right alone. So the two meet where both changed a migration of the same folder.

    Args:
        pull_request: paths that the pull request changes, of files in the area migrations.
        pushed: paths that the push changed.
    """
    return not _folders(pull_request).isdisjoint(_folders(pushed))


def _folders(paths: Iterable[str]) -> set[PurePosixPath]:
    """Folders of the files that may be migrations; Prisma's and Diesel's stand in a folder each."""
    found: set[PurePosixPath] = set()
    for path in map(PurePosixPath, paths):
        if path.suffix in _MIGRATION_ENDINGS and path.stem != "__init__":
            found.add(path.parent.parent if path.stem in {"migration", "up", "down"} else path.parent)
    return found
