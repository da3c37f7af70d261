"""The names of the files directly in a folder, and the paths of all files of a commit."""

from __future__ import annotations

from reviewer.domain.delivery import PullRequestKey
from reviewer.github.answers import read
from reviewer.github.client import Installation
from reviewer.github.graphql import Part
from reviewer.github.names import repository_path

_FILE = "blob"


class _Entry(Part):
    name: str
    type: str


class _Tree(Part):
    """A folder; for anything else there are no entries."""

    entries: list[_Entry] | None = None


class _Item(Part):
    path: str
    type: str


class _Paths(Part):
    tree: list[_Item]


async def read_paths(api: Installation, key: PullRequestKey, commit: str) -> bytes:
    """Return the paths of all files of a commit, NUL between them; of a huge tree what GitHub lists at once.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    answer = await api.get(f"{repository_path(key)}/git/trees/{commit}?recursive=1")
    listed = answer.read(_Paths).tree
    return "\0".join(item.path for item in listed if item.type == _FILE).encode("utf-8", "surrogatepass")


def names_in(shown: object) -> bytes | None:
    """The names of the files of a folder that GraphQL shows, NUL between them; None when it is none."""
    if shown is None:
        return None
    tree = read(_Tree, shown, "POST /graphql (folders)")
    if tree.entries is None:
        return None
    return "\0".join(entry.name for entry in tree.entries if entry.type == _FILE).encode("utf-8", "surrogatepass")
