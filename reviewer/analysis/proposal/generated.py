"""Files that the repository itself calls generated: the lines of `.gitattributes` that GitHub folds diffs by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import pathspec

from checks.kit import Tree, Undecodable

_PLACE: Final = ".gitattributes"
_MOST: Final = 50
_LONGEST: Final = 200
_GENERATED: Final = frozenset({"linguist-generated", "linguist-generated=true"})
_WRITTEN: Final = frozenset({"-linguist-generated", "!linguist-generated", "linguist-generated=false"})


def generated_files(paths: Sequence[str], tree: Tree) -> tuple[str, ...]:
    """Globs as `exclude` takes them, in the order of the lines; a line that matches none of `paths` is left out."""
    source = tree.read(_PLACE)
    if source is None:
        return ()
    try:
        lines = source.lines
    except Undecodable:
        return ()
    found: list[str] = []
    for glob in islice(_globs(lines), _MOST):
        if (found or not glob.startswith("!")) and _names_files(glob.removeprefix("!"), paths):
            found.append(glob)
    return tuple(found)


def _globs(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        pattern, *attributes = line.split() or [""]
        if pattern.startswith(("#", "!", '"', "[attr]")) or len(pattern) > _LONGEST:
            continue
        said = [attribute for attribute in attributes if attribute in _GENERATED | _WRITTEN]
        if said:
            yield pattern if said[-1] in _GENERATED else f"!{pattern}"


def _names_files(pattern: str, paths: Sequence[str]) -> bool:
    """A folder's attributes are not those of its files, but `exclude` takes a folder with all below it."""
    if pattern.endswith("/") or not _matches(pattern, paths):
        return False
    return pattern.endswith("**") or not _matches(f"{pattern}/**", paths)


def _matches(glob: str, paths: Sequence[str]) -> bool:
    try:
        spec = pathspec.GitIgnoreSpec.from_lines([glob])
    except ValueError:
        return False
    return any(map(spec.match_file, paths))
