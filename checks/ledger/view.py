"""What the reading of one side may know beyond the file itself: other files, and the names of the house."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import translate

from checks.kit import Source
from checks.ledger.family import Family

_ALIASES = {
    "transaction": Family.TRANSACTION,
    "tenant": Family.TENANT_SCOPE,
    "tenancy": Family.TENANT_SCOPE,
    "permission": Family.AUTHORIZATION,
    "rate_limit": Family.RATE_LIMIT,
}


def _nothing(path: str) -> Source | None:
    del path
    return None


def _empty(folder: str) -> tuple[str, ...]:
    del folder
    return ()


class HouseNames:
    """Names of guards that the repository's configuration gives by family; `*` matches any run."""

    def __init__(self, guards: Mapping[str, tuple[str, ...]]) -> None:
        """Families that nobody knows were refused when the configuration was read."""
        self._patterns = [
            (re.compile(translate(pattern)), family)
            for name, patterns in guards.items()
            if (family := family_named(name)) is not None
            for pattern in patterns
        ]

    def family(self, chain: str) -> Family | None:
        """The family of a dotted name, by the whole name or its last part."""
        last = chain.rpartition(".")[2]
        return next((family for pattern, family in self._patterns if pattern.match(chain) or pattern.match(last)), None)


def family_named(name: str) -> Family | None:
    """The family that a configuration means by `name`; None when there is none."""
    plain = name.replace("_", "-")
    return next((family for family in Family if family.value == plain), _ALIASES.get(name))


@dataclass(frozen=True, eq=False)
class View:
    """One side of the repository as its guards are read: `read` gives unchanged and changed files."""

    read: Callable[[str], Source | None] = _nothing
    house: HouseNames = field(default_factory=lambda: HouseNames({}))
    roles: tuple[str, ...] = ()
    state_fields: frozenset[str] = frozenset()
    """Names of the fields that hold a state, without their models."""
    list: Callable[[str], tuple[str, ...]] = _empty
    """Paths of the files directly in a folder."""
    memory: dict[object, object] = field(default_factory=dict[object, object], repr=False)
    """What was read once, for the length of one review."""
