"""The files of one side by path: of a commit through its tree objects, or of the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from reviewer.local.git import Place, run_git
from reviewer.local.objects import Objects

_FOLDER_MODE = "40000"


class Entry(Struct, frozen=True):
    """One name in a tree: git's mode in octal digits, and the object's id."""

    mode: str
    oid: str


class Listing(Protocol):
    """All files of one side."""

    def find(self, path: str) -> Entry | None:
        """What stands at `path`, a folder included; None for nothing."""
        ...

    def files(self, folder: str) -> Iterable[str]:
        """Names of the entries directly in `folder` ("" is the root) that are no folders."""
        ...

    def walk(self) -> Iterable[str]:
        """Paths of all entries that are no folders."""
        ...


class Folders:
    """Tree objects, each read and taken apart once per review: two sides share most of them."""

    def __init__(self, objects: Objects) -> None:
        """Reads nothing yet."""
        self._objects = objects
        self._read: dict[str, dict[str, Entry]] = {}

    def entries(self, oid: str) -> dict[str, Entry]:
        """Name -> entry of one tree; empty where the repository lacks it (a clone without trees)."""
        if oid not in self._read:
            (data,) = self._objects.read((oid,))
            self._read[oid] = {} if data is None else dict(_take_apart(data, len(oid) // 2))
        return self._read[oid]


class CommitListing:
    """The files of a commit, found folder by folder."""

    def __init__(self, folders: Folders, root: str) -> None:
        """`root` is the id of the commit's tree."""
        self._folders = folders
        self._root = Entry(_FOLDER_MODE, root)

    def find(self, path: str) -> Entry | None:
        """See `Listing`."""
        found = self._root
        for name in path.split("/"):
            if found.mode != _FOLDER_MODE:
                return None
            entry = self._folders.entries(found.oid).get(name)
            if entry is None:
                return None
            found = entry
        return found

    def files(self, folder: str) -> Iterable[str]:
        """See `Listing`."""
        found = self.find(folder) if folder else self._root
        if found is None or found.mode != _FOLDER_MODE:
            return ()
        return [name for name, entry in self._folders.entries(found.oid).items() if entry.mode != _FOLDER_MODE]

    def walk(self) -> Iterable[str]:
        """See `Listing`; reads every tree object once."""
        stack = [("", self._root.oid)]
        while stack:
            prefix, oid = stack.pop()
            for name, entry in self._folders.entries(oid).items():
                if entry.mode == _FOLDER_MODE:
                    stack.append((f"{prefix}{name}/", entry.oid))
                else:
                    yield prefix + name


class IndexListing:
    """The files of the index, read in one go."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        """Made by `read_index`."""
        self._entries = entries
        self._folders: dict[str, list[str]] = defaultdict(list)
        for path in entries:
            folder, _, name = path.rpartition("/")
            self._folders[folder].append(name)

    def find(self, path: str) -> Entry | None:
        """See `Listing`; folders are not found."""
        return self._entries.get(path)

    def files(self, folder: str) -> Iterable[str]:
        """See `Listing`."""
        return self._folders.get(folder, ())

    def walk(self) -> Iterable[str]:
        """See `Listing`."""
        return self._entries.keys()


def read_index(place: Place) -> IndexListing:
    """What a commit would hold now."""
    rows = run_git("ls-files", "--stage", "-z", at=place).split(b"\0")
    entries: dict[str, Entry] = {}
    for row in filter(None, rows):
        facts, _, path = row.partition(b"\t")
        mode, oid, stage = facts.decode("ascii").split(" ")
        if stage == "0":
            entries[path.decode("utf-8", "surrogateescape")] = Entry(mode, oid)
    return IndexListing(entries)


def _take_apart(data: bytes, id_bytes: int) -> Iterable[tuple[str, Entry]]:
    """`mode SP name NUL id`, again and again: gitformat-tree; the id is binary."""
    position = 0
    while position < len(data):
        end = data.index(b"\0", position)
        mode, _, name = data[position:end].partition(b" ")
        position = end + 1 + id_bytes
        oid = data[end + 1 : position].hex()
        yield name.decode("utf-8", "surrogateescape"), Entry(mode.decode("ascii"), oid)
