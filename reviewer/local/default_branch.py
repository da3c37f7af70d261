"""Which branch changes of this repository are merged into, as far as git can tell."""

from __future__ import annotations

import os

from msgspec import Struct

from reviewer.local.git import GitRefused, Place, run_git
from reviewer.local.repository import Repository

_FIRST = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/upstream/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
_ASKED = ("refs/remotes/*/HEAD", *_FIRST)
_SEPARATOR = " "  # no ref name holds one


class Branch(Struct, frozen=True):
    """A branch by its short name ("origin/main"), and the full name to resolve."""

    name: str
    ref: str


def find_default_branch(repository: Repository) -> Branch | None:
    """The default branch of the remote, else a local branch of a usual name; None when there is neither."""
    found = _list(repository, _ASKED)
    others = sorted(set(found) - set(_FIRST))
    for ref in (*_FIRST[:2], *others, *_FIRST[2:]):
        if ref in found:
            return found[ref]
    name = _configured_name(repository)
    refs = (f"refs/remotes/origin/{name}", f"refs/heads/{name}") if name else ()
    found = _list(repository, refs) if refs else {}
    return next((found[ref] for ref in refs if ref in found), None)


def _list(repository: Repository, patterns: tuple[str, ...]) -> dict[str, Branch]:
    """Ref -> branch; a remote's HEAD is called by the branch that it points to."""
    form = f"--format=%(refname){_SEPARATOR}%(symref)"
    printed = run_git("for-each-ref", form, *patterns, at=repository.place)
    rows = [line.split(_SEPARATOR) for line in printed.decode("utf-8", "surrogateescape").splitlines()]
    return {ref: Branch(_short(target or ref), ref) for ref, target in rows}


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _configured_name(repository: Repository) -> str:
    """`init.defaultBranch` as the user has it: the one value that is read from the machine's own configuration."""
    own: dict[str, str | None] = {name: os.environ.get(name) for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")}
    try:
        printed = run_git("config", "--get", "init.defaultBranch", at=Place(repository.git_dir, own))
    except GitRefused:
        return ""
    name = printed.decode("utf-8", "replace").strip()
    return name if name.isprintable() and not set(name) & set("*?[ ") else ""
