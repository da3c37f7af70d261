"""Texts kept within what their readers take, cut at a word or a whole block and never silently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GITHUB_TEXT = 65_535
"""Summary and text of a check run. GitHub says "characters"; counted here are UTF-8 bytes, which can
only cut earlier, so that nothing depends on what it means by a character."""


def size(text: str) -> int:
    """The length of a text in UTF-8 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, limit: int) -> str:
    """The text, or its beginning up to a word with "…", within `limit` bytes of UTF-8."""
    if size(text) <= limit:
        return text
    room = limit - size("…")
    kept = text.encode("utf-8", "surrogatepass")[: max(room, 0)].decode("utf-8", "ignore")
    words = kept.rsplit(None, 1)
    if len(words) == 2 and len(words[0]) >= len(kept) // 2:
        kept = words[0]
    return kept.rstrip() + "…"


def fit(blocks: Iterable[str], limit: int) -> tuple[Sequence[str], int]:
    """The first blocks that fit together (each counted with one more line break), and how many do not."""
    every = tuple(blocks)
    kept: list[str] = []
    room = limit
    for block in every:
        room -= size(block) + 1
        if room < 0:
            break
        kept.append(block)
    return kept, len(every) - len(kept)


def head_lines(text: str, limit: int) -> tuple[list[str], int]:
    """The first lines of a snippet, and how many are left out."""
    lines = text.split("\n")
    return lines[:limit], max(0, len(lines) - limit)
