"""What was merged into a branch: its first-parent history, newest first."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.replay import MergedChange
from reviewer.local.borrowing import borrow_objects
from reviewer.local.default_branch import find_default_branch
from reviewer.local.git import run_git
from reviewer.local.names import resolve_commit
from reviewer.local.objects import open_objects
from reviewer.local.repository import Repository, find_repository

_FIELDS = "%H%x00%P%x00%cs%x00%B"  # no message holds a NUL: git forbids it
_LONGEST_MESSAGE = 20_000


class History(Struct, frozen=True):
    """The newest merged changes of a branch.

    Attributes:
        repository: for what is kept about it.
        branch: for people.
        cut_off: whether a shallow clone holds fewer than were asked for.
    """

    repository: Repository
    branch: str
    changes: tuple[MergedChange, ...]
    cut_off: bool


def read_history(folder: Path, branch: str | None, last: int) -> History:
    """The `last` newest changes of `branch`, or of the default branch, or of HEAD where there is none.

    Raises:
        RepositoryProblem: there is no repository or branch, or nothing was merged into it yet.
    """
    repository = find_repository(folder)
    with borrow_objects(repository) as borrowed, open_objects(borrowed) as objects:
        default = None if branch is not None else find_default_branch(repository)
        name = branch or (default.name if default is not None else "HEAD")
        tip = resolve_commit(repository, objects, default.ref if default is not None else name)
        printed = run_git(
            "log", "-z", "--first-parent", f"--max-count={last}", f"--format={_FIELDS}", tip, "--", at=borrowed
        )
    fields = printed.decode("utf-8", "replace").split("\0")
    rows = [fields[at : at + 4] for at in range(0, len(fields) - 3, 4)]
    changes = tuple(
        MergedChange(sha, parents.split()[0], day, message[:_LONGEST_MESSAGE])
        for sha, parents, day, message in rows
        if parents
    )
    if not changes:
        raise RepositoryProblem(f"{name} holds no change with a parent", hint="name another branch with --branch")
    return History(repository, name, changes, repository.shallow and len(changes) < last)
