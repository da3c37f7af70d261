"""One change of a local repository as the review wants it: its material, and a tree for each side."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from checks.kit import Tree
from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.material import Commit, ConfigFile, Material, Revision
from reviewer.local.borrowing import borrow_objects
from reviewer.local.choice import Between, Choice, choose_range
from reviewer.local.commits import MOST_COMMITS, list_commits, read_commits
from reviewer.local.configuration import read_config_file
from reviewer.local.contents import most_telling, read_files
from reviewer.local.diff import ListedChanges, list_changes, list_staged
from reviewer.local.git import Place
from reviewer.local.listing import CommitListing, Folders, Listing, read_index
from reviewer.local.objects import Objects, open_objects
from reviewer.local.repository import Repository, find_repository
from reviewer.local.staged import index_place, staged_revision
from reviewer.local.tree import Allowance, LocalTree

MOST_ASKED = 60
"""Unchanged files that one review may ask for, both sides together: as many as the App reads ahead."""


class Staged(Struct, frozen=True):
    """What to review: the index against HEAD."""


Wanted = Between | Staged


class LocalChange(Struct, frozen=True):
    """What was read, and the unchanged files of both sides for as long as git runs.

    Attributes:
        tip: the base branch as it stands now: it may have moved on since `base`.
    """

    material: Material
    base: Tree
    head: Tree
    tip: Tree


class _Listings(Struct, frozen=True):
    base: Listing
    head: Listing
    tip: Listing


@contextmanager
def read_change(folder: Path, wanted: Wanted, config: ConfigFile | None = None) -> Generator[LocalChange]:
    """Reads what `wanted` means in the repository that `folder` is or lies in.

    Args:
        folder: any folder of a repository of any kind.
        wanted: the range, or the index.
        config: stands in for the configuration file of the base.

    Raises:
        RepositoryProblem: see its users; the message names what was asked for.
        ConfigProblem: the base's configuration is not one readable file.
    """
    repository = find_repository(folder)
    with borrow_objects(repository) as borrowed, open_objects(borrowed) as objects:
        match wanted:
            case Between():
                yield _read_range(repository, borrowed, objects, wanted, config)
            case Staged():
                yield _read_staged(repository, objects, config)


def _read_range(
    repository: Repository, borrowed: Place, objects: Objects, wanted: Between, config: ConfigFile | None
) -> LocalChange:
    choice = choose_range(repository, borrowed, objects, wanted)
    revision = choice.revision
    folders = Folders(objects)
    listed = list_changes(borrowed, revision.base, revision.head)
    commits, more = _commits(borrowed, objects, choice)
    return _change(
        objects,
        _noted(revision, listed.note, more),
        listed,
        commits,
        config or read_config_file(objects, _listing(objects, folders, revision.base_tip)),
        _Listings(*(_listing(objects, folders, sha) for sha in (revision.base, revision.head, revision.base_tip))),
    )


def _read_staged(repository: Repository, objects: Objects, config: ConfigFile | None) -> LocalChange:
    revision = staged_revision(repository, objects)
    place = index_place(repository)
    listed = list_staged(place, revision.base)
    base = _listing(objects, Folders(objects), revision.base)
    return _change(
        objects,
        _noted(revision, listed.note),
        listed,
        (),
        config or read_config_file(objects, base),
        _Listings(base, read_index(place), base),
    )


def _change(
    objects: Objects,
    revision: Revision,
    listed: ListedChanges,
    commits: tuple[Commit, ...],
    config: ConfigFile | None,
    listings: _Listings,
) -> LocalChange:
    changes = most_telling(listed.changes)
    left_out = len(listed.changes) - len(changes)
    material = Material(
        revision,
        read_files(objects, changes),
        config,
        commits,
        not_listed=f"{left_out} of {len(listed.changes)} changed files were not read: too many." if left_out else "",
    )
    allowance = Allowance(MOST_ASKED)
    base, head, tip = (LocalTree(side, objects, allowance) for side in (listings.base, listings.head, listings.tip))
    return LocalChange(material, base, head, tip)


def _listing(objects: Objects, folders: Folders, commit: str) -> CommitListing:
    (tree,) = objects.look_up((f"{commit}^{{tree}}",))
    if tree is None:
        hint = "a clone without trees cannot be reviewed: `git fetch --refetch --filter=blob:none` brings them"
        raise RepositoryProblem(f"the repository lacks the tree of {commit}", hint=hint)
    return CommitListing(folders, tree.oid)


def _commits(borrowed: Place, objects: Objects, choice: Choice) -> tuple[tuple[Commit, ...], str]:
    """The commits of the range, newest first, and what to say when there are more."""
    revision = choice.revision
    if revision.base == revision.head:
        return (), ""
    oids = list_commits(borrowed, revision.base, choice.head)
    commits = tuple(read.commit for read in read_commits(objects, oids[:MOST_COMMITS]))
    more = f"Who wrote it was read from the newest {MOST_COMMITS} commits." if len(oids) > MOST_COMMITS else ""
    return commits, more


def _noted(revision: Revision, *notes: str) -> Revision:
    return replace(revision, note=" ".join(filter(None, (revision.note, *notes))))
