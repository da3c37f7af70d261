"""Revisions as people name them, resolved to commits."""

from __future__ import annotations

import re

from reviewer.domain.errors import RepositoryProblem
from reviewer.local.git import GitRefused, run_git
from reviewer.local.objects import Objects
from reviewer.local.repository import Repository

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def resolve_commit(repository: Repository, objects: Objects, name: str) -> str:
    """Id of the commit that `name` stands for (anything that `git rev-parse` understands).

    Raises:
        RepositoryProblem: it stands for nothing, for several things, or for no commit.
    """
    oid = name if _ID.fullmatch(name) else _ask_git(repository, name)
    if oid is None:
        raise _unknown(repository, name)
    thing, commit = objects.look_up((oid, f"{oid}^{{commit}}"))
    if thing is None:
        raise _unknown(repository, name)
    if commit is None:
        raise RepositoryProblem(f"{name!r} is a {thing.kind}, not a commit", hint="name a commit, branch or tag")
    return commit.oid


def _ask_git(repository: Repository, name: str) -> str | None:
    """The id, None where git knows no such name."""
    if not name or name.startswith("-") or not name.isprintable():
        raise RepositoryProblem(f"{name!r} is no revision", hint="name a commit, branch or tag")
    try:
        printed = run_git("rev-parse", "--verify", "--quiet", name, at=repository.place)
    except GitRefused as refused:
        if refused.words:
            raise RepositoryProblem(f"unknown revision {name!r}: {refused.words}") from refused
        return None
    oid = printed.decode("utf-8", "replace").strip()
    return oid if _ID.fullmatch(oid) else None


def _unknown(repository: Repository, name: str) -> RepositoryProblem:
    if name == "HEAD":
        return _unborn(repository)
    hint = "`git log --all` shows what there is"
    if repository.shallow:
        hint = "this is a shallow clone: `git fetch --unshallow` brings the whole history"
    elif "/" not in name and name.isprintable() and _ask_git(repository, f"refs/remotes/origin/{name}"):
        hint = f"did you mean origin/{name}?"
    return RepositoryProblem(f"unknown revision {name!r} in {repository.name}", hint=hint)


def _unborn(repository: Repository) -> RepositoryProblem:
    if run_git("for-each-ref", "--count=1", at=repository.place):
        hint = "name what to review with --head"
        return RepositoryProblem(f"HEAD of {repository.name} stands on a branch without commits", hint=hint)
    hint = "commit something first, or review the index with --staged"
    return RepositoryProblem(f"{repository.name} has no commits yet", hint=hint)
