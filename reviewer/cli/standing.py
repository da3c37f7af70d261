"""The constraints that hold in a repository: from the base's configuration, or from a file that was named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from reviewer.cli.door import ConfigProblems
from reviewer.cli.local_review import read_config_file
from reviewer.domain.errors import UserProblem

if TYPE_CHECKING:
    from checks.constraints import Constraint


class Sources(Struct, frozen=True):
    """Where the configuration comes from; None leaves it to the repository."""

    repo: Path
    config: Path | None = None
    defaults: Path | None = None


def standing_constraints(sources: Sources, paths: Sequence[str] = ()) -> tuple[Constraint, ...]:
    """The constraints that hold for any of `paths` of the repository; all of them where none is named.

    Raises:
        UserProblem: there is no repository, the configuration is broken, or a path leads out of the repository.
    """
    from checks.constraints.scope import Scope
    from reviewer.analysis import rule_table
    from reviewer.config import read_config
    from reviewer.local.standing import read_standing

    wanted = [_inside(path) for path in paths]
    with read_standing(sources.repo) as standing:
        own = standing.config if sources.config is None else read_config_file(sources.config)
    below = None if sources.defaults is None else read_config_file(sources.defaults)
    policy, problems = read_config(own, rule_table().keys(), below)
    if problems:
        raise ConfigProblems(problems)
    if not wanted:
        return policy.constraints
    return tuple(it for it in policy.constraints if any(Scope(it).holds(path) for path in wanted))


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or parts[0] == "/" or ".." in parts:
        raise UserProblem(f"{path!r} is no path in the repository", hint="write it from the repository's root")
    return str(PurePosixPath(path))
