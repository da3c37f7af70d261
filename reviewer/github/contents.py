"""Many files and folders of a few commits, in as few requests as GitHub can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.github.answers import TooMuch, read
from reviewer.github.client import Installation
from reviewer.github.entries import Entry
from reviewer.github.graphql import dig
from reviewer.github.http import RAW
from reviewer.github.listings import names_in
from reviewer.github.names import owner_and_name, repository_path
from reviewer.github.queries import contents_query

BATCH: Final = 200
"""Files of one request: both sides of a hundred. GitHub shows 512,000 bytes of a blob at most."""
SMALLEST_BATCH: Final = 10
"""A request for so few that still is too much will not get better by halving."""

Place = tuple[str, str]
"""Commit and path; the path of a folder ends with a slash, "/" is the root."""


class Contents(Struct, frozen=True):
    """What stands at some places; None where the commit has nothing of that name.

    Attributes:
        folders: the names of the files directly in each, NUL between them.
    """

    files: Mapping[Place, Entry | None]
    folders: Mapping[Place, bytes | None]


async def read_entries(api: Installation, key: PullRequestKey, places: Iterable[Place]) -> Mapping[Place, Entry | None]:
    """Read each file; None where the commit has nothing of that name.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    return (await read_contents(api, key, places)).files


async def read_contents(
    api: Installation, key: PullRequestKey, places: Iterable[Place], folders: Iterable[Place] = ()
) -> Contents:
    """Read each file, and list each folder beside the first of them.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    files = list(dict.fromkeys(places))
    listed = list(dict.fromkeys(folders))
    found: dict[Place, Entry | None] = {}
    names: dict[Place, bytes | None] = {}
    for start in range(0, max(len(files), len(listed[:1])), BATCH):
        part = await _halving(api, key, [*files[start : start + BATCH], *listed])
        listed = []
        found |= part.files
        names |= part.folders
    return Contents(found, names)


async def read_raw(api: Installation, key: PullRequestKey, oid: str) -> bytes:
    """Read a blob's own bytes, whatever its encoding."""
    return (await api.get(f"{repository_path(key)}/git/blobs/{oid}", accept=RAW)).body


async def _halving(api: Installation, key: PullRequestKey, places: Sequence[Place]) -> Contents:
    """GitHub gives a query ten seconds and we take so many bytes: what is too much is asked in two halves."""
    try:
        return await _batch(api, key, places)
    except TooMuch:
        if len(places) <= SMALLEST_BATCH:
            raise
    middle = len(places) // 2
    one, other = await _halving(api, key, places[:middle]), await _halving(api, key, places[middle:])
    return Contents({**one.files, **other.files}, {**one.folders, **other.folders})


async def _batch(api: Installation, key: PullRequestKey, places: Sequence[Place]) -> Contents:
    folders = [place for place in places if place[1].endswith("/")]
    files = [place for place in places if not place[1].endswith("/")]
    commits = list(dict.fromkeys(commit for commit, _ in files))
    paths = [[path for commit, path in files if commit == one] for one in commits]
    query = contents_query(tuple(map(len, paths)), len(folders))
    data = await api.graphql(query, {**_variables(key, commits, paths), **_expressions(folders)})
    found: dict[Place, Entry | None] = {}
    for side, commit in enumerate(commits):
        shown = dig(data, "repository", f"c{side}")
        if not isinstance(shown, dict):
            raise HostDown(f"GitHub does not show the commit {commit} (yet)")
        for n, path in enumerate(paths[side]):
            entry = dig(shown, f"p{side}_{n}")  # pyright: ignore[reportUnknownArgumentType]  # dig narrows it itself
            found[commit, path] = None if entry is None else read(Entry, entry, "POST /graphql (files)")
    return Contents(found, {place: names_in(dig(data, "repository", f"f{n}")) for n, place in enumerate(folders)})


def _variables(key: PullRequestKey, commits: Sequence[str], paths: Sequence[Sequence[str]]) -> Mapping[str, object]:
    owner, name = owner_and_name(key.repository)
    sides = {f"c{side}": commit for side, commit in enumerate(commits)}
    names = {f"p{side}_{n}": path for side, inside in enumerate(paths) for n, path in enumerate(inside)}
    return {"owner": owner, "name": name, **sides, **names}


def _expressions(folders: Sequence[Place]) -> Mapping[str, object]:
    """Git's own way to name a folder of a commit; the root has an empty path."""
    return {f"e{n}": f"{commit}:{folder.rstrip('/')}" for n, (commit, folder) in enumerate(folders)}
