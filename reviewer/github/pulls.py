"""The material of a review, read from GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from checks.kit import Side
from reviewer.domain.analysis import TIP, WantedFile, WantedSide
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.material import Blob, ChangedFile, ConfigFile, Material, Revision
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.github.changed_files import ListedFile, Listing
from reviewer.github.client import Installation
from reviewer.github.contents import Place, read_contents, read_raw
from reviewer.github.entries import Entry
from reviewer.github.names import owner_and_name
from reviewer.github.overview import Overview

RAW_READS: Final = 20
"""Files whose text GraphQL cannot give unchanged, read one by one; more are not looked at."""
LISTED_AHEAD: Final = 20
"""Folders of changed files whose names are read along with the files."""
_NO_SUCH_FILE = "GitHub shows no file of this name"
_NO_TEXT = "GitHub shows no text of it"


async def read_material(api: Installation, key: PullRequestKey, seen: Overview, listing: Listing) -> Material:
    """Read both sides of every listed file.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    base, head = listing.merge_base, seen.head_sha
    sides = [(file, _place(base, file.base_path), _place(head, file.head_path)) for file in listing.files]
    places = [place for _, *both in sides for place in both if place is not None]
    contents = await read_contents(api, key, places, _folders(listing, seen))
    entries = contents.files
    raw = await _raw(api, key, _doubtful(sides, entries))
    return Material(
        revision=Revision(key.repository, base, head, seen.base_tip, listing.note),
        files=tuple(
            ChangedFile(
                path=file.filename,
                previous_path=file.previous_filename if old and new else None,
                status=file.kind,
                base=_blob(old, entries, raw),
                head=_blob(new, entries, raw),
            )
            for file, old, new in sides
        ),
        config=await _config(api, key, seen),
        commits=listing.commits,
        pull_request=seen.pull_request,
        not_listed=listing.not_listed,
        default_config=_file(seen.defaults, None),
        around=_around(contents.folders, base, seen.base_tip),
    )


def _place(commit: str, path: str | None) -> Place | None:
    return None if path is None else (commit, path)


def _folders(listing: Listing, seen: Overview) -> list[Place]:
    """The folders of the changed files, before the change and on the base branch of now.

    Checks ask for them, be it only to see what came to the base branch meanwhile, and beside the files they cost
    no request.
    """
    names = list(dict.fromkeys(f"{path.rpartition('/')[0]}/" for file in listing.files for path in file.paths))
    return [(commit, name) for name in names[:LISTED_AHEAD] for commit in {listing.merge_base: 1, seen.base_tip: 1}]


def _around(folders: Mapping[Place, bytes | None], base: str, tip: str) -> dict[WantedFile, bytes | None]:
    """Without the change both sides are alike, so the merge base answers for both."""
    sides: tuple[tuple[WantedSide, str], ...] = ((Side.LEFT, base), (Side.RIGHT, base), (TIP, tip))
    return {
        (side, name): names for side, commit in sides for (listed, name), names in folders.items() if listed == commit
    }


def _doubtful(
    sides: Iterable[tuple[ListedFile, Place | None, Place | None]], entries: Mapping[Place, Entry | None]
) -> list[str]:
    """Ids of the blobs that are readable files, but not by their text.

    GraphQL converts what is not UTF-8, may cut what is long, and takes for binary what git does not: a
    file with a patch has no NUL near its beginning.
    """
    found: list[str] = []
    for file, *both in sides:
        for place in both:
            entry = entries.get(place) if place is not None else None
            if entry is None or not entry.is_readable or entry.data() is not None:
                continue
            if not entry.is_binary or file.patch is not None:
                found.append(entry.oid)
    return list(dict.fromkeys(found))


async def _raw(api: Installation, key: PullRequestKey, oids: list[str]) -> dict[str, bytes]:
    return {oid: await read_raw(api, key, oid) for oid in oids[:RAW_READS]}


def _blob(place: Place | None, entries: Mapping[Place, Entry | None], raw: Mapping[str, bytes]) -> Blob | None:
    if place is None:
        return None
    entry = entries[place]
    if entry is None:
        return Blob("100644", 0, None, _NO_SUCH_FILE)
    data = raw.get(entry.oid, entry.data())
    return entry.blob(data, "binary" if entry.is_binary else _NO_TEXT)


async def _config(api: Installation, key: PullRequestKey, seen: Overview) -> ConfigFile | None:
    """The configuration at the tip of the base branch.

    A symbolic link or a file that is too large is handed on as far as it was read; reading it as
    configuration says what is wrong with it.
    """
    if not seen.configs:
        return None
    _, entry = seen.configs[0]
    raw = None if entry.data() is not None or not entry.is_readable else await read_raw(api, key, entry.oid)
    return _file(seen.configs, raw)


def _file(found: Sequence[tuple[str, Entry]], raw: bytes | None) -> ConfigFile | None:
    if not found:
        return None
    (path, entry), *others = found
    data = raw if raw is not None else entry.data()
    if data is None:
        text = entry.object.text if entry.object is not None else None
        data = (text or "\0").encode("utf-8", "surrogatepass")
    return ConfigFile(path, data, also_at=tuple(other for other, _ in others))


async def surroundings_of(api: Installation, key: PullRequestKey, seen: Overview) -> Surroundings:
    """What a look at the pull request says about who may sign it.

    Raises:
        TryAgain, MissingPermission: as every request; only a configuration whose text GraphQL cannot give needs one.
    """
    return Surroundings(
        head_sha=seen.head_sha,
        is_open=seen.is_open,
        draft=seen.pull_request.draft,
        owner=owner_and_name(key.repository)[0],
        makers=seen.makers,
        owners=seen.owners,
        config=await _config(api, key, seen),
        default_config=_file(seen.defaults, None),
    )
