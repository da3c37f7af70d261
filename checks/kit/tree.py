"""A lazy look at unchanged files of one side: asked for by path, read by whoever provides it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from checks.kit.source import Source


class Tree(Protocol):
    """The whole tree of one side."""

    def read(self, path: str) -> Source | None:
        """The file at `path`; None when there is none, or when it is not at hand yet.

        A provider may note what was asked for and run the analysis again with it, so asking
        must depend on nothing but the bytes at hand.
        """
        ...

    def list(self, folder: str) -> tuple[str, ...]:
        """Paths of the files that stand directly in `folder`, sorted.

        `folder` has no leading or trailing slash, "" is the root; empty when there is no such folder, or
        when the list is not at hand yet.
        """
        ...

    def walk(self) -> tuple[str, ...]:
        """Paths of all files of the tree, sorted; empty when the list is not at hand yet."""
        ...

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        """The files among `paths` that can be read at once, in their order; a provider may bound how many.

        Unlike `read` it asks for nothing that is not at hand.
        """
        ...


class _EmptyTree:
    def read(self, path: str) -> Source | None:
        del path
        return None

    def list(self, folder: str) -> tuple[str, ...]:
        del folder
        return ()

    def walk(self) -> tuple[str, ...]:
        return ()

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        del paths
        return ()


EMPTY_TREE: Tree = _EmptyTree()
"""A tree without files: what a check sees when only the changed files are known."""
