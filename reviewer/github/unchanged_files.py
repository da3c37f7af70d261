"""Files outside the change that the analysis would like to read: few, bounded, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from checks.kit import Side
from reviewer.domain.analysis import ALL_FILES, TIP, WantedFile
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.material import Blob, Material
from reviewer.github.client import Installation
from reviewer.github.contents import BATCH, read_contents
from reviewer.github.listings import read_paths

MOST_FOLDERS: Final = 20
REMEMBERED_BYTES: Final = 32 * 1024 * 1024

_Key = tuple[int, str, str]
"""Repository, commit and path: what stands there never changes."""


class UnchangedFiles:
    """Reads files outside the change, each once per commit: a later push asks for the same ones again."""

    def __init__(self, remembered_bytes: int = REMEMBERED_BYTES) -> None:
        """Remembers nothing yet."""
        self._remembered: OrderedDict[_Key, bytes | None] = OrderedDict()
        self._room = remembered_bytes

    async def read(
        self, api: Installation, key: PullRequestKey, material: Material, wanted: Iterable[WantedFile]
    ) -> dict[WantedFile, bytes | None]:
        """Read in at most one request, all paths of a commit in another.

        None stands for what is no readable file or folder.
        A file that the change does not touch is the same on both sides, so it is always read at the
        merge base; what the tip of the base branch is asked for is read there. Of more than `BATCH` unknown
        files, or `MOST_FOLDERS` unknown folders, the rest is not in the answer.

        Raises:
            TryAgain, MissingPermission: as every request.
        """
        changed = _changed(material)
        all_wanted = tuple(wanted)
        asked = {it: (key.repository_id, _commit(material, it), it[1]) for it in all_wanted if it not in changed}
        await self._fetch(api, key, dict.fromkeys(asked.values()))
        found = {it: changed[it] for it in all_wanted if it in changed}
        for it, place in asked.items():
            if place in self._remembered:
                self._remembered.move_to_end(place)
                found[it] = self._remembered[place]
        self._forget()
        return found

    async def _fetch(self, api: Installation, key: PullRequestKey, places: Iterable[_Key]) -> None:
        unknown = [(commit, path) for known, commit, path in places if (known, commit, path) not in self._remembered]
        for commit, path in unknown:
            if path == ALL_FILES:
                self._remembered[key.repository_id, commit, path] = await read_paths(api, key, commit)
        folders = [place for place in unknown if place[1].endswith("/") and place[1] != ALL_FILES]
        files = [place for place in unknown if not place[1].endswith("/")]
        seen = await read_contents(api, key, files[:BATCH], folders[:MOST_FOLDERS])
        for (commit, folder), names in seen.folders.items():
            self._remembered[key.repository_id, commit, folder] = names
        for (commit, path), entry in seen.files.items():
            data = entry.data() if entry is not None and entry.is_readable else None
            self._remembered[key.repository_id, commit, path] = data

    def _forget(self) -> None:
        """Drop what was used longest ago, until the rest fits."""
        sizes = {place: len(data or b"") + len(place[2]) for place, data in self._remembered.items()}
        total = sum(sizes.values())
        while total > self._room and self._remembered:
            place, _ = self._remembered.popitem(last=False)
            total -= sizes[place]


def _commit(material: Material, wanted: WantedFile) -> str:
    return material.revision.base_tip if wanted[0] == TIP else material.revision.base


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
