"""Chooses the range to review, and says how where nobody named it."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.material import Revision
from reviewer.local.commits import ReadCommit, read_commits
from reviewer.local.default_branch import Branch, find_default_branch
from reviewer.local.git import GitRefused, Place, run_git
from reviewer.local.names import resolve_commit
from reviewer.local.objects import Objects
from reviewer.local.repository import Repository

_UNSHALLOW = "`git fetch --unshallow` brings the whole history (actions/checkout: fetch-depth: 0)"


class Between(Struct, frozen=True):
    """What to review: from where `head` left `base`, to `head`.

    Attributes:
        base: a revision; None for the default branch.
        head: a revision; None for HEAD.
    """

    base: str | None = None
    head: str | None = None


class Choice(Struct, frozen=True):
    """The range, and the commit at its end."""

    revision: Revision
    head: ReadCommit


def choose_range(repository: Repository, borrowed: Place, objects: Objects, wanted: Between) -> Choice:
    """The range that `wanted` means in this repository.

    Raises:
        RepositoryProblem: a revision is unknown, or the two have no common ancestor here.
    """
    oid = resolve_commit(repository, objects, wanted.head or "HEAD")
    (head,) = read_commits(objects, [oid])
    if wanted.base is not None:
        tip = resolve_commit(repository, objects, wanted.base)
        base = _merge_base(repository, borrowed, tip, head)
        note = f"Nothing to review: {wanted.base} already holds {wanted.head or 'HEAD'}." if base == oid else ""
        return Choice(Revision(repository.name, base, oid, base_tip=tip, note=note), head)
    branch = find_default_branch(repository)
    if branch is None:
        why = "No default branch was found (origin/HEAD, main, master, init.defaultBranch)"
        return _last_change(repository, objects, head, why)
    tip = resolve_commit(repository, objects, branch.ref)
    base = _merge_base(repository, borrowed, tip, head)
    if base == oid:
        return _last_change(repository, objects, head, _on_branch(branch, wanted, same=tip == oid))
    note = f"Base: the merge base with {branch.name}, {base[:10]}."
    return Choice(Revision(repository.name, base, oid, base_tip=tip, note=note), head)


def _on_branch(branch: Branch, wanted: Between, *, same: bool) -> str:
    """Why the range up to the default branch is empty."""
    return f"{wanted.head or 'HEAD'} is {'the tip' if same else 'part'} of the default branch {branch.name}"


def _merge_base(repository: Repository, borrowed: Place, tip: str, head: ReadCommit) -> str:
    if tip in head.parents or tip == head.commit.sha:
        return tip
    try:
        printed = run_git("merge-base", tip, head.commit.sha, at=borrowed)
    except GitRefused as refused:
        if refused.words:
            raise
        message = f"{tip[:10]} and {head.commit.sha[:10]} have no common ancestor"
        if repository.shallow:
            raise RepositoryProblem(f"{message} in this shallow clone", hint=_UNSHALLOW) from refused
        raise RepositoryProblem(message, hint="name another --base") from refused
    return printed.decode("ascii").split()[0]


def _last_change(repository: Repository, objects: Objects, head: ReadCommit, why: str) -> Choice:
    """From the first parent to `head`, so that a merge shows all that it brought in."""
    oid = head.commit.sha
    if not head.parents:
        note = f"{why}: its first commit, {oid[:10]}, is reviewed against the empty tree."
        start = repository.empty_tree
        return Choice(Revision(repository.name, start, oid, base_tip=start, note=note), head)
    parent = head.parents[0]
    if objects.look_up((parent,)) == [None]:
        if repository.shallow:
            raise RepositoryProblem(f"the history of this shallow clone ends at {oid[:10]}", hint=_UNSHALLOW)
        raise RepositoryProblem(f"the repository lacks the commit {parent}", hint="`git fsck` shows what is missing")
    kind = "merge" if len(head.parents) > 1 else "change"
    note = f"{why}: its last {kind}, {parent[:10]}..{oid[:10]}, is reviewed."
    return Choice(Revision(repository.name, parent, oid, base_tip=parent, note=note), head)
