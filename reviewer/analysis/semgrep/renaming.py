"""Whether two rows of tokens differ by nothing but the names of local variables."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Final

from msgspec import Struct

_ACCESS: Final = frozenset({".", "?.", "->", "::", "@"})


class Renaming(Struct, frozen=True, dict=True):
    """A unit at base and at head, as tokens."""

    base: tuple[str, ...]
    head: tuple[str, ...]

    @cached_property
    def before(self) -> Counter[str]:
        """How often each token stands in the unit at base."""
        return Counter(self.base)

    @cached_property
    def after(self) -> Counter[str]:
        """How often each token stands in the unit at head."""
        return Counter(self.head)

    def is_rename(self, old: str, new: str) -> bool:
        """Whether `new` took the place of `old` wherever it stood in the unit, more than once."""
        gone, came = self.before[old], self.after[new]
        return gone > 1 and came == gone and self.after[old] == 0 and self.before[new] == 0


def is_renamed(old: tuple[str, ...], new: tuple[str, ...], unit: Renaming) -> bool:
    """Tell whether `new` is `old` under other names of variables; equal rows are not.

    What is called, and what is a member of something, is no local name: `requireAdmin` for `requireUser`
    is another guard.
    """
    if len(old) != len(new):
        return False
    changed = [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    return bool(changed) and all(_is_local(old, at) and unit.is_rename(old[at], new[at]) for at in changed)


def _is_local(row: tuple[str, ...], at: int) -> bool:
    name = row[at].lstrip("$")
    called = at + 1 < len(row) and row[at + 1] == "("
    member = at > 0 and row[at - 1] in _ACCESS
    return name.isidentifier() and not called and not member
