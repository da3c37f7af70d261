"""Examples: data inside a check that is its tests, and part of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import dedent

from msgspec import Struct

from checks.kit.change import ChangeSet, FileVersions, Status
from checks.kit.settings import Settings
from checks.kit.source import Source

Files = str | Mapping[str, str] | None


class Example(Struct, frozen=True):
    """A small pull request and what the check says of it.

    Attributes:
        name: what this example shows, in words.
        base: text of the file at base, or path -> text of several; None when it is added.
        head: likewise at head; None when it is removed.
        finds: (line, words) of every hit in the order of the report: the start line of its span
            (a base line for LEFT, a head line for RIGHT), and words that its title or message
            contains. Empty means silence.
        path: path of the file where `base` and `head` are single texts.
        context: path -> text of files that stand unchanged around it on both sides.
        settings: what the repository's configuration says.
        tip: path -> text of files that came to the base branch since.
    """

    name: str
    base: Files = None
    head: Files = None
    finds: tuple[tuple[int, str], ...] = ()
    path: str = "shop/orders.py"
    context: Mapping[str, str] | None = None
    settings: Settings | None = None
    tip: Mapping[str, str] | None = None

    def texts(self, side: Files) -> dict[str, str]:
        """Path -> text of one side, indentation removed."""
        if side is None:
            return {}
        files = {self.path: side} if isinstance(side, str) else side
        return {path: dedent(text).lstrip("\n") for path, text in files.items()}

    def changes(self) -> ChangeSet:
        """The pull request of this example."""
        base, head = self.texts(self.base), self.texts(self.head)
        files = [
            _versions(path, base.get(path), head.get(path))
            for path in sorted(base.keys() | head.keys())
            if base.get(path) != head.get(path)
        ]
        around = self.texts(self.context)
        return ChangeSet(
            files,
            base=_TextTree({**around, **base}),
            head=_TextTree({**around, **head}),
            tip=_TextTree({**around, **base, **self.texts(self.tip)}),
            settings=self.settings,
        )


def _versions(path: str, base: str | None, head: str | None) -> FileVersions:
    status = Status.ADDED if base is None else Status.REMOVED if head is None else Status.MODIFIED
    return FileVersions(
        path,
        status,
        None if base is None else base.encode(),
        None if head is None else head.encode(),
    )


class _TextTree:
    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: Source(path, text.encode()) for path, text in files.items()}

    def read(self, path: str) -> Source | None:
        return self._files.get(path)

    def list(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in self._files if path.rpartition("/")[0] == folder))

    def walk(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    def read_many(self, paths: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self._files[path] for path in paths if path in self._files)
