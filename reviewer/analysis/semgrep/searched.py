"""A text in which many rules look for the same expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache


class Searched:
    """One text and what was found in it; each expression is searched once."""

    def __init__(self, text: str) -> None:
        """Search nothing yet."""
        self._text = text
        self._found: dict[str, bool] = {}

    def has(self, regex: str) -> bool:
        """Whether the expression matches anywhere."""
        if regex not in self._found:
            self._found[regex] = _compiled(regex).search(self._text) is not None
        return self._found[regex]

    def has_all(self, regexes: Iterable[str]) -> bool:
        """Whether every one matches."""
        return all(map(self.has, regexes))

    def has_any(self, regexes: Iterable[str]) -> bool:
        """Whether one of them matches."""
        return any(map(self.has, regexes))


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    """Compile on first use: a review of one language needs a tenth of all expressions."""
    return re.compile(regex)
