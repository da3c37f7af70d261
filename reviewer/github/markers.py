"""The hidden mark at the end of each comment of ours, by which it is found again."""

from __future__ import annotations

import re
from typing import cast

from reviewer.domain.conversations import Said, Word

_MARK = re.compile(r"<!-- holdfast:([0-9A-Za-z]{1,64}) -->\s*\Z")
"""Only at the very end: what stands before it may quote foreign text, with marks of its own."""


def marked(body: str, fingerprint: str) -> str:
    """The body with the mark of its finding."""
    return f"{body.rstrip()}\n\n<!-- holdfast:{fingerprint} -->"


def fingerprint_of(body: str) -> str | None:
    """The fingerprint in a comment's mark; None when it has none."""
    found = _MARK.search(body)
    return found[1] if found else None


_REPLY = "<!-- holdfast-reply -->"


def reply_marked(body: str) -> str:
    """The body with the mark of our one reply to commands."""
    return f"{body.rstrip()}\n\n{_REPLY}"


def is_reply(body: str) -> bool:
    """Whether this is our reply to commands."""
    return body.rstrip().endswith(_REPLY)


_SAID = re.compile(r"<!-- holdfast-thread:(gone|accepted|back):([0-9a-f]{7,64}) -->\s*\Z")


def said_marked(body: str, said: Said) -> str:
    """The line with the mark of what it says, and of the head that it is about."""
    return f"{body.rstrip()}\n\n<!-- holdfast-thread:{said.word}:{said.head_sha} -->"


def said_in(body: str) -> Said | None:
    """What a line of ours in a thread says; None for any other comment."""
    found = _SAID.search(body)
    return Said(cast("Word", found[1]), found[2]) if found else None
