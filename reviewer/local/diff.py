"""The list of what differs between two sides, as git's plumbing tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from checks.kit import Status
from reviewer.domain.errors import RepositoryProblem
from reviewer.local.git import GitRefused, Place, run_git

_NOTHING = "000000"
_STATUS = {"A": Status.ADDED, "D": Status.REMOVED, "M": Status.MODIFIED, "T": Status.MODIFIED, "R": Status.RENAMED}
_RAW = (
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",  # .gitmodules of the pull request could ask for "all"
    "-l1000",  # git's own default since 2.34, whatever the repository's configuration says
)
_RENAMES = "-M"  # git's default likeness, 50 %, which is GitHub's too
_EXACT_RENAMES = "-M100%"  # asks for no content, so that it works where content is missing


class Version(Struct, frozen=True):
    """One side of a changed path: git's mode in octal digits, and the object's id."""

    mode: str
    oid: str


class ListedChange(Struct, frozen=True):
    """One path that differs; `base` is None for an added, `head` for a removed one."""

    path: str
    previous_path: str | None
    status: Status
    base: Version | None
    head: Version | None


class ListedChanges(Struct, frozen=True):
    """All paths that differ, ordered by path; `note` says what the list lacks, "" if nothing."""

    changes: tuple[ListedChange, ...]
    note: str


def list_changes(place: Place, base: str, head: str) -> ListedChanges:
    """What differs between two commits or trees."""
    return _list(place, "diff-tree", "-r", base, head)


def list_staged(place: Place, base: str) -> ListedChanges:
    """What differs between a commit or tree and the index.

    Raises:
        RepositoryProblem: the index holds an unfinished merge.
    """
    return _list(place, "diff-index", "--cached", "--ita-invisible-in-index", base)


def _list(place: Place, *what: str) -> ListedChanges:
    subcommand, *rest = what
    note = ""
    try:
        printed = run_git(subcommand, *_RAW, _RENAMES, *rest, "--", at=place)
    except GitRefused:
        # The likeness of two files asks for their content, which a partial clone may lack.
        printed = _list_exactly(place, subcommand, *rest)
        note = "Content is missing here, so that only renames without an edit were recognised."
    changes = sorted(_parse(iter(printed.split(b"\0"))), key=lambda change: change.path)
    return ListedChanges(tuple(changes), note)


def _list_exactly(place: Place, subcommand: str, *rest: str) -> bytes:
    try:
        return run_git(subcommand, *_RAW, _EXACT_RENAMES, *rest, "--", at=place)
    except GitRefused as refused:
        hint = "a clone without trees gets them with `git fetch --refetch --filter=blob:none`; `git fsck` finds damage"
        raise RepositoryProblem(f"the two sides cannot be compared: {refused.words}", hint=hint) from refused


def _parse(fields: Iterator[bytes]) -> Iterable[ListedChange]:
    """`:mode mode id id letter[score] NUL path NUL [path NUL]`, again and again: git-diff's raw format."""
    for facts in filter(None, fields):
        old_mode, new_mode, old_oid, new_oid, letter = facts[1:].decode("ascii").split(" ")
        path = next(fields).decode("utf-8", "surrogateescape")
        previous = None
        if letter[0] == "R":
            previous, path = path, next(fields).decode("utf-8", "surrogateescape")
        if letter[0] not in _STATUS:
            hint = "finish the merge and `git add` the files"
            raise RepositoryProblem(f"the index holds the unmerged path {path!r}", hint=hint)
        base, head = _version(old_mode, old_oid), _version(new_mode, new_oid)
        yield ListedChange(path, previous, _STATUS[letter[0]], base, head)


def _version(mode: str, oid: str) -> Version | None:
    return None if mode == _NOTHING else Version(mode, oid)
