"""CODEOWNERS: whose sign-off counts for which path.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from pathspec import GitIgnoreSpec

from reviewer.domain.sign_off_rule import SignOffRule

PATHS: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks; the first that exists counts."""
_UNESCAPED_BLANK: Final = re.compile(r"(?<!\\)\s+")
_NOT_SUPPORTED: Final = re.compile(r"^!|\[")


class _Line(Struct, frozen=True):
    pattern: str
    spec: GitIgnoreSpec
    owners: tuple[str, ...]

    def matches(self, path: str) -> bool:
        """As in .gitignore, but `docs/*` stops at the folder's own files."""
        if self.pattern.endswith("/*") and "**" not in self.pattern:
            return path.count("/") == self.pattern.lstrip("/").count("/") and self.spec.match_file(path)
        return self.spec.match_file(path)


class CodeOwners(Struct, frozen=True):
    """The lines of a CODEOWNERS file, in order."""

    lines: tuple[_Line, ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a path, as written: the last line that matches it decides, also when it names nobody."""
        for line in reversed(self.lines):
            if line.matches(path):
                return line.owners
        return ()


def read_codeowners(text: str) -> CodeOwners:
    """Read a file; lines that GitHub would skip are skipped (negation, character ranges)."""
    return CodeOwners(tuple(line for one in text.splitlines() if (line := _line(one)) is not None))


def owner_groups(paths: Iterable[str], owners: CodeOwners) -> tuple[SignOffRule, ...]:
    """One rule for each different set of owners; empty when some path has none, or only addresses."""
    groups: list[SignOffRule] = []
    for path in paths:
        named = owners.of(path)
        teams = tuple(name.removeprefix("@") for name in named if name.startswith("@") and "/" in name)
        users = tuple(name.removeprefix("@") for name in named if name.startswith("@") and "/" not in name)
        if not teams and not users:
            return ()
        groups.append(SignOffRule(users=users, teams=teams))
    return tuple(dict.fromkeys(groups))


def _line(text: str) -> _Line | None:
    bare = text.partition(" #")[0].partition("\t#")[0].strip()
    if not bare or bare.startswith("#"):
        return None
    pattern, *owners = _UNESCAPED_BLANK.split(bare)
    if _NOT_SUPPORTED.search(pattern):
        return None
    return _Line(pattern, GitIgnoreSpec.from_lines([pattern]), tuple(owners))
