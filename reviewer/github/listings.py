"""The names of the files directly in some folders of a commit, in one request."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.delivery import PullRequestKey
from reviewer.github.answers import read
from reviewer.github.client import Installation
from reviewer.github.graphql import Part, dig
from reviewer.github.names import owner_and_name
from reviewer.github.queries import listings_query

_FILE = "blob"


class _Entry(Part):
    name: str
    type: str


class _Tree(Part):
    """A folder; for anything else there are no entries."""

    entries: list[_Entry] | None = None


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


def _names(shown: object) -> bytes | None:
    if shown is None:
        return None
    tree = read(_Tree, shown, "POST /graphql (folders)")
    if tree.entries is None:
        return None
    return "\0".join(entry.name for entry in tree.entries if entry.type == _FILE).encode("utf-8", "surrogatepass")
