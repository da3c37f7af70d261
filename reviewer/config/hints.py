"""Did you mean …: the nearest of the words that would have been right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

_MOST_LISTED = 20


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint for a word that is none of `known`: the nearest, or all if they are few; else ""."""
    if (near := nearest(word, known)) or not 0 < len(known) <= _MOST_LISTED:
        return near
    return f"it may be {one_of(known)}"


def nearest(word: str, known: Collection[str]) -> str:
    """`did you mean …?`, or "" when nothing is near."""
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
