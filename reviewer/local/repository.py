"""Finds the repository that a folder belongs to, and what kind it is."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from reviewer.domain.errors import RepositoryProblem
from reviewer.local.git import GitRefused, Place, run_git

_EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class Repository(Struct, frozen=True):
    """One repository on this machine, of any kind that git itself can read.

    Attributes:
        name: the folder's name, for people.
        git_dir: where HEAD and the index stand: of a linked work tree its own folder.
        common_dir: where objects and branches stand: the same, but for a linked work tree.
        object_format: git's name of the hash, "sha1" or "sha256".
        bare: whether it has no work tree, and so no index.
        shallow: whether its history was cut off by `git clone --depth`.
    """

    name: str
    git_dir: Path
    common_dir: Path
    object_format: str
    bare: bool
    shallow: bool

    @property
    def place(self) -> Place:
        """Where git sees the repository's branches, index and configuration."""
        return Place(self.git_dir, {"GIT_DIR": str(self.git_dir)})

    @property
    def empty_tree(self) -> str:
        """Id of the tree without files."""
        return _EMPTY_TREES[self.object_format]

    @property
    def no_commit(self) -> str:
        """The id that git writes where there is no commit yet: all zeros."""
        return "0" * len(self.empty_tree)


def find_repository(folder: Path) -> Repository:
    """The repository that `folder` is, or lies in.

    Raises:
        RepositoryProblem: no such folder, no repository, or one of a format that this git cannot read.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise RepositoryProblem(f"{folder} {what}", hint="name a git repository with --repo")
    lines = os.fsdecode(_describe(folder)).splitlines()
    if len(lines) != 5:
        raise RepositoryProblem(f"the path of the git folder of {folder} holds a line break", hint="rename it")
    common_dir = (folder / lines[1]).resolve()
    if lines[4] not in _EMPTY_TREES:
        raise RepositoryProblem(f"{folder} uses the hash {lines[4]}, which Holdfast does not know")
    return Repository(
        name=common_dir.parent.name if common_dir.name == ".git" else common_dir.name.removesuffix(".git"),
        git_dir=Path(lines[0]),
        common_dir=common_dir,
        object_format=lines[4],
        bare=lines[2] == "true",
        shallow=lines[3] == "true",
    )


def _describe(folder: Path) -> bytes:
    try:
        return run_git(
            "rev-parse",
            "--absolute-git-dir",
            "--git-common-dir",
            "--is-bare-repository",
            "--is-shallow-repository",
            "--show-object-format",
            at=Place(folder),
        )
    except GitRefused as refused:
        if "not a git repository" in refused.words:
            message = f"{folder} is not a git repository, and lies in none"
            raise RepositoryProblem(message, hint="name one with --repo") from refused
        raise RepositoryProblem(f"{folder} cannot be read: {refused.words}") from refused
