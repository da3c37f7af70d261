"""What stands in the tree of a commit: modes, object ids, sizes."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.github.by_ids import by_ids
from tests.fakes.github.git import GitStore


@dataclass(frozen=True, slots=True)
class TreeItem:
    """One line of `git ls-tree -l`; the mode in octal, the size None unless it is a blob."""

    path: str
    mode: str
    kind: str
    oid: str
    size: int | None


@by_ids
def tree_of(store: GitStore, commit: str) -> dict[str, TreeItem]:
    """Everything below the commit's root, folders included, by path (as Python holds names that are no UTF-8)."""
    listing = store.run("ls-tree", "-r", "-t", "-z", "-l", "--full-tree", commit)
    items = (_item(line) for line in listing.split(b"\0") if line)
    return {item.path: item for item in items}


def _item(line: bytes) -> TreeItem:
    facts, _, path = line.partition(b"\t")
    mode, kind, oid, size = facts.split()
    return TreeItem(
        path=path.decode("utf-8", "surrogateescape"),
        mode=mode.decode(),
        kind=kind.decode(),
        oid=oid.decode(),
        size=None if size == b"-" else int(size),
    )
