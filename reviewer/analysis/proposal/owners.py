"""Teams of CODEOWNERS, and which of them owns most of some files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

import pathspec
from msgspec import Struct

from checks.kit import Tree, Undecodable

_PLACES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks, in its order."""
_MOST: Final = 0.5


class Owners(Struct, frozen=True):
    """The lines of the file: pattern and team slugs; the last that matches a path wins."""

    lines: tuple[tuple[pathspec.GitIgnoreSpec, tuple[str, ...]], ...]

    @classmethod
    def of(cls, paths: Collection[str], tree: Tree) -> Owners:
        """The owners that the repository names; nobody where it names none."""
        path = next((place for place in _PLACES if place in paths), None)
        source = None if path is None else tree.read(path)
        if source is None:
            return cls(())
        try:
            texts = source.lines
        except Undecodable:
            return cls(())
        rows = (text.partition("#")[0].split() for text in texts)
        return cls(tuple((_spec(words[0]), _teams(words[1:])) for words in rows if words))

    def team(self, paths: Iterable[str]) -> str:
        """The slug of the team that owns most of `paths`, "" where none does."""
        files = list(paths)
        counts = Counter(team for path in files for team in self._of(path))
        team, count = next(iter(counts.most_common(1)), ("", 0))
        return team if count > len(files) * _MOST else ""

    def _of(self, path: str) -> tuple[str, ...]:
        return next((teams for spec, teams in reversed(self.lines) if spec.match_file(path)), ())


def _spec(pattern: str) -> pathspec.GitIgnoreSpec:
    try:
        return pathspec.GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return pathspec.GitIgnoreSpec.from_lines(())


def _teams(owners: Iterable[str]) -> tuple[str, ...]:
    return tuple(owner.rpartition("/")[2] for owner in owners if owner.startswith("@") and "/" in owner)
