"""The index against HEAD: what a commit would change now."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.material import Revision
from reviewer.local.git import Place, run_git
from reviewer.local.names import resolve_commit
from reviewer.local.objects import Objects
from reviewer.local.repository import Repository


def staged_revision(repository: Repository, objects: Objects) -> Revision:
    """HEAD, or the empty tree before the first commit, and the zeros that stand for no commit.

    Raises:
        RepositoryProblem: a bare repository has no index; HEAD names something that is not there.
    """
    if repository.bare:
        hint = "review commits with --base and --head"
        raise RepositoryProblem(f"{repository.name} is bare: nothing can be staged in it", hint=hint)
    unborn = not run_git("rev-parse", "--revs-only", "HEAD", at=repository.place)
    base = repository.empty_tree if unborn else resolve_commit(repository, objects, "HEAD")
    note = "The index is reviewed, against HEAD." if not unborn else "The index is reviewed: there is no commit yet."
    return Revision(repository.name, base, repository.no_commit, base_tip=base, note=note)


def index_place(repository: Repository) -> Place:
    """Where git sees the index: within `git commit FILE`, a hook is told of another one than usual."""
    told = os.environ.get("GIT_INDEX_FILE")
    if not told:
        return repository.place
    index = Path(told).resolve()
    if repository.git_dir.resolve() not in index.parents:
        return repository.place
    variables = {**repository.place.variables, "GIT_INDEX_FILE": str(index)}
    return replace(repository.place, variables=variables)
