"""Identifiers as spoken words, so that one vocabulary reads snake_case, camelCase and CONSTANTS."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@lru_cache(maxsize=20_000)
def spoken(identifier: str) -> str:
    """`hasPermsOwner_aware` as "has perms owner aware"; `a.b_c` as "a b c"."""
    return " ".join(part.lower() for part in _PART.findall(identifier))


def sentence(identifiers: Iterable[str]) -> str:
    """Several identifiers as text whose words can be searched: " . " stands between two of them."""
    return " . ".join(filter(None, map(spoken, identifiers)))
