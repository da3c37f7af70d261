"""What stands in a repository now, without any change: its files and its configuration at the default branch."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from checks.kit import Tree
from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.material import ConfigFile
from reviewer.local.borrowing import borrow_objects
from reviewer.local.configuration import read_config_file
from reviewer.local.default_branch import find_default_branch
from reviewer.local.git import Place, run_git
from reviewer.local.listing import CommitListing, Folders
from reviewer.local.names import resolve_commit
from reviewer.local.objects import open_objects
from reviewer.local.repository import find_repository
from reviewer.local.tree import Allowance, LocalTree

_NO_BOUND = 1_000_000  # the reader bounds itself


class Standing(Struct, frozen=True):
    """One commit's files.

    Attributes:
        name: the branch, or HEAD where there is no default branch.
        work_tree: the folder of its files; None of a bare repository.
    """

    name: str
    work_tree: Path | None
    config: ConfigFile | None
    tree: Tree


@contextmanager
def read_standing(folder: Path) -> Generator[Standing]:
    """The tip of the default branch, else HEAD, of the repository that `folder` is or lies in.

    Raises:
        RepositoryProblem: there is no repository, or it has no commit.
        ConfigProblem: the configuration is not one readable file.
    """
    repository = find_repository(folder)
    branch = find_default_branch(repository)
    with borrow_objects(repository) as borrowed, open_objects(borrowed) as objects:
        commit = resolve_commit(repository, objects, "HEAD" if branch is None else branch.ref)
        (tree,) = objects.look_up((f"{commit}^{{tree}}",))
        if tree is None:
            raise RepositoryProblem(f"the repository lacks the tree of {commit}")
        listing = CommitListing(Folders(objects), tree.oid)
        yield Standing(
            name="HEAD" if branch is None else branch.name,
            work_tree=None if repository.bare else _work_tree(folder),
            config=read_config_file(objects, listing),
            tree=LocalTree(listing, objects, Allowance(_NO_BOUND)),
        )


def _work_tree(folder: Path) -> Path:
    printed = run_git("rev-parse", "--show-toplevel", at=Place(folder))
    return Path(os.fsdecode(printed.removesuffix(b"\n")))
