"""Path patterns of the configuration: those of .gitignore, as far as they can be matched in bounded time."""

from __future__ import annotations

import re
import warnings
from typing import Final

import pathspec

_LONGEST: Final = 256
_MOST_STARS: Final = 6
"""Each further star multiplies what a hostile path may cost."""


def check_glob(pattern: str) -> str:
    """The pattern itself.

    Raises:
        ValueError: it matches nothing, is malformed, or could take very long to match.
    """
    if len(pattern) > _LONGEST:
        raise ValueError(f"a path pattern has at most {_LONGEST} characters")
    if len(re.findall(r"\*+", pattern)) > _MOST_STARS:
        raise ValueError(f"a path pattern has at most {_MOST_STARS} stars")
    if not _matches_something(pattern):
        raise ValueError(f"{pattern!r} is no path pattern as in .gitignore")
    return pattern


def _matches_something(pattern: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # `[[:alpha:]]` would be taken for a set that contains a bracket
        try:
            compiled = pathspec.GitIgnoreSpec.from_lines([pattern]).patterns
        except (ValueError, re.error, Warning):
            return False
    return any(each.include is not None for each in compiled)
