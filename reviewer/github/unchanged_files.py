"""Files outside the change that the analysis would like to read: few, bounded, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from checks.kit import Side
from reviewer.domain.analysis import ALL_FILES, WantedFile
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.material import Blob, Material
from reviewer.github.client import Installation
from reviewer.github.contents import BATCH, read_entries
from reviewer.github.listings import read_listings, read_paths

MOST_FOLDERS: Final = 20
REMEMBERED_BYTES: Final = 32 * 1024 * 1024

_Key = tuple[int, str, str]
"""Repository, commit and path: what stands there never changes."""


class UnchangedFiles:
    """Reads unchanged files, each once per merge base: a later push asks for the same ones again."""

    def __init__(self, remembered_bytes: int = REMEMBERED_BYTES) -> None:
        """Remembers nothing yet."""
        self._remembered: OrderedDict[_Key, bytes | None] = OrderedDict()
        self._room = remembered_bytes

    async def read(
        self, api: Installation, key: PullRequestKey, material: Material, wanted: Iterable[WantedFile]
    ) -> dict[WantedFile, bytes | None]:
        """Read in at most one request, folders in a second, all paths in a third.

        None stands for what is no readable file or folder.
        A file that the change does not touch is the same on both sides, so it is always read at the
        merge base. Of more than `BATCH` unknown ones the rest is not in the answer.

        Raises:
            TryAgain, MissingPermission: as every request.
        """
        changed = _changed(material)
        asked = list(dict.fromkeys(wanted))
        outside = [path for side, path in asked if (side, path) not in changed]
        await self._fetch(api, key, material.revision.base, outside)
        found: dict[WantedFile, bytes | None] = {}
        for side, path in asked:
            place = (key.repository_id, material.revision.base, path)
            if (side, path) in changed:
                found[side, path] = changed[side, path]
            elif place in self._remembered:
                self._remembered.move_to_end(place)
                found[side, path] = self._remembered[place]
        self._forget()
        return found

    async def _fetch(self, api: Installation, key: PullRequestKey, commit: str, paths: Iterable[str]) -> None:
        unknown = [path for path in dict.fromkeys(paths) if (key.repository_id, commit, path) not in self._remembered]
        if ALL_FILES in unknown:
            self._remembered[key.repository_id, commit, ALL_FILES] = await read_paths(api, key, commit)
        folders = [path for path in unknown if path.endswith("/") and path != ALL_FILES]
        for folder, names in (await read_listings(api, key, commit, folders[:MOST_FOLDERS])).items():
            self._remembered[key.repository_id, commit, folder] = names
        files = [path for path in unknown if not path.endswith("/")]
        entries = await read_entries(api, key, [(commit, path) for path in files[:BATCH]])
        for (_, path), entry in entries.items():
            data = entry.data() if entry is not None and entry.is_readable else None
            self._remembered[key.repository_id, commit, path] = data

    def _forget(self) -> None:
        """Drop what was used longest ago, until the rest fits."""
        sizes = {place: len(data or b"") + len(place[2]) for place, data in self._remembered.items()}
        total = sum(sizes.values())
        while total > self._room and self._remembered:
            place, _ = self._remembered.popitem(last=False)
            total -= sizes[place]


def _changed(material: Material) -> dict[WantedFile, bytes | None]:
    """The sides of changed files, also of those that the review passes over."""
    sides: dict[WantedFile, bytes | None] = {}
    for file in material.files:
        sides[Side.LEFT, file.previous_path or file.path] = _data(file.base)
        sides[Side.RIGHT, file.path] = _data(file.head)
        if file.previous_path is not None:
            sides.setdefault((Side.RIGHT, file.previous_path), None)
    return sides


def _data(blob: Blob | None) -> bytes | None:
    return blob.data if blob is not None else None
