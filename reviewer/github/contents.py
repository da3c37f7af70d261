"""The entries of many files at one or two commits, in as few requests as GitHub can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.github.answers import TooMuch, read
from reviewer.github.client import Installation
from reviewer.github.entries import Entry
from reviewer.github.graphql import dig
from reviewer.github.http import RAW
from reviewer.github.names import owner_and_name, repository_path
from reviewer.github.queries import files_query

BATCH: Final = 200
"""Files of one request: both sides of a hundred. GitHub shows 512,000 bytes of a blob at most."""
SMALLEST_BATCH: Final = 10
"""A request for so few that still is too much will not get better by halving."""

Place = tuple[str, str]
"""Commit and path."""


async def read_entries(api: Installation, key: PullRequestKey, places: Iterable[Place]) -> dict[Place, Entry | None]:
    """Read each place; None where the commit has nothing of that name.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    wanted = list(dict.fromkeys(places))
    found: dict[Place, Entry | None] = {}
    for start in range(0, len(wanted), BATCH):
        found |= await _halving(api, key, wanted[start : start + BATCH])
    return found


async def read_raw(api: Installation, key: PullRequestKey, oid: str) -> bytes:
    """Read a blob's own bytes, whatever its encoding."""
    return (await api.get(f"{repository_path(key)}/git/blobs/{oid}", accept=RAW)).body


async def _halving(api: Installation, key: PullRequestKey, places: Sequence[Place]) -> dict[Place, Entry | None]:
    """GitHub gives a query ten seconds and we take so many bytes: what is too much is asked in two halves."""
    try:
        return await _batch(api, key, places)
    except TooMuch:
        if len(places) <= SMALLEST_BATCH:
            raise
    middle = len(places) // 2
    return {**await _halving(api, key, places[:middle]), **await _halving(api, key, places[middle:])}


async def _batch(api: Installation, key: PullRequestKey, places: Sequence[Place]) -> dict[Place, Entry | None]:
    commits = list(dict.fromkeys(commit for commit, _ in places))
    paths = [[path for commit, path in places if commit == one] for one in commits]
    data = await api.graphql(files_query(tuple(map(len, paths))), _variables(key, commits, paths))
    found: dict[Place, Entry | None] = {}
    for side, commit in enumerate(commits):
        shown = dig(data, "repository", f"c{side}")
        if not isinstance(shown, dict):
            raise HostDown(f"GitHub does not show the commit {commit} (yet)")
        for n, path in enumerate(paths[side]):
            entry = dig(shown, f"p{side}_{n}")  # pyright: ignore[reportUnknownArgumentType]  # dig narrows it itself
            found[commit, path] = None if entry is None else read(Entry, entry, "POST /graphql (files)")
    return found


def _variables(key: PullRequestKey, commits: Sequence[str], paths: Sequence[Sequence[str]]) -> Mapping[str, object]:
    owner, name = owner_and_name(key.repository)
    sides = {f"c{side}": commit for side, commit in enumerate(commits)}
    names = {f"p{side}_{n}": path for side, inside in enumerate(paths) for n, path in enumerate(inside)}
    return {"owner": owner, "name": name, **sides, **names}
