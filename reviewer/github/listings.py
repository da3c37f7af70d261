"""The names of the files directly in some folders of a commit, or of all its files, in one request."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.delivery import PullRequestKey
from reviewer.github.answers import read
from reviewer.github.client import Installation
from reviewer.github.graphql import Part, dig
from reviewer.github.names import owner_and_name, repository_path
from reviewer.github.queries import listings_query

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


async def read_listings(
    api: Installation, key: PullRequestKey, commit: str, folders: Sequence[str]
) -> dict[str, bytes | None]:
    """Folder (with its slash at the end) -> names of its files, NUL between them; None when it is none.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    if not folders:
        return {}
    owner, name = owner_and_name(key.repository)
    expressions = {f"e{n}": f"{commit}:{folder.rstrip('/')}" for n, folder in enumerate(folders)}
    data = await api.graphql(listings_query(len(folders)), {"owner": owner, "name": name, **expressions})
    return {folder: _names(dig(data, "repository", f"f{n}")) for n, folder in enumerate(folders)}


async def read_paths(api: Installation, key: PullRequestKey, commit: str) -> bytes:
    """Return the paths of all files of a commit, NUL between them; of a huge tree what GitHub lists at once.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    answer = await api.get(f"{repository_path(key)}/git/trees/{commit}?recursive=1")
    listed = answer.read(_Paths).tree
    return "\0".join(item.path for item in listed if item.type == _FILE).encode("utf-8", "surrogatepass")


def _names(shown: object) -> bytes | None:
    if shown is None:
        return None
    tree = read(_Tree, shown, "POST /graphql (folders)")
    if tree.entries is None:
        return None
    return "\0".join(entry.name for entry in tree.entries if entry.type == _FILE).encode("utf-8", "surrogatepass")
