"""Which changed files a constraint speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pathspec

from checks.constraints.constraint import Constraint
from checks.kit import Change, ChangeSet
from checks.kit.files import is_test


class Scope:
    """The paths of a constraint: everywhere where it names none.

    Tests are outside, unless one of the paths names tests: what they import and call is seldom meant.
    """

    def __init__(self, constraint: Constraint) -> None:
        """Compiles the globs once."""
        self._spec = pathspec.GitIgnoreSpec.from_lines(constraint.paths) if constraint.paths else None
        self.with_tests = _names_tests(constraint.paths)

    def holds(self, path: str) -> bool:
        """Whether the constraint holds for a path, tests included."""
        return self._spec is None or self._spec.match_file(path)

    def code(self, changes: ChangeSet) -> Iterator[Change]:
        """The changed files in it, by their path at head or at base, without tests."""
        for change in self.files(changes):
            if self.with_tests or not is_test(change.path):
                yield change

    def files(self, changes: ChangeSet) -> Iterator[Change]:
        """The changed files in it, tests included."""
        for change in changes:
            if self.holds(change.path) or self.holds(change.base_path):
                yield change


def _names_tests(paths: Iterable[str]) -> bool:
    return any("test" in path.lower() or "spec" in path.lower() for path in paths)
