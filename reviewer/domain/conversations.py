"""The threads under our inline comments: what is still to be said and done in each, at one head.

    finding       thread, as it is shown                  move
    gone          open, nothing said of it                one line, and resolved
    gone          open, said so at this very head         resolved: the last try was cut half-way
    gone          open, said so at an earlier head        none: a person opened it again
    found again   resolved, and we said that it is gone   one line, and opened
    found again   resolved, and said so at this head      opened: the last try was cut half-way
    found         resolved by a person                    none
    not known     (its file was not looked at)            none

Nothing is ever deleted, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Word = Literal["gone", "accepted", "back"]
"""The line that we add to a thread: its finding is gone, accepted by a suppression, or found again."""


class Said(Struct, frozen=True):
    """The last such line in a thread, and the head that it is about."""

    word: Word
    head_sha: str


class Thread(Struct, frozen=True):
    """A thread that one of our comments began.

    Attributes:
        id: the host's own name for it.
        fingerprint: of the finding.
        path: of the file at head, as the host shows it.
        resolved: whether the host shows it as settled.
        movable: whether we may resolve or open it.
        begun_at: SHA of the head at which it began; "" where the host does not say.
    """

    id: str
    fingerprint: str
    path: str
    resolved: bool
    movable: bool
    said: Said | None = None
    begun_at: str = ""


class Standing(Struct, frozen=True):
    """What a finished review says about findings of earlier pushes.

    Attributes:
        found: fingerprints of the findings that hold.
        accepted: those of the findings that a suppression accepts.
        read: the paths that were looked at, where not everything was; None for a complete review.
    """

    head_sha: str
    found: frozenset[str]
    accepted: frozenset[str]
    read: frozenset[str] | None


class Move(Struct, frozen=True):
    """What to do in one thread: first the word, if any, then the state, if it is to change."""

    thread: str
    word: Word | None
    state: Literal["resolved", "open"] | None


def moves(standing: Standing, threads: Iterable[Thread]) -> tuple[Move, ...]:
    """What is left to do, thread by thread; nothing once it is done."""
    every = (_move(standing, thread) for thread in threads)
    return tuple(move for move in every if move is not None)


def _move(standing: Standing, thread: Thread) -> Move | None:
    if thread.fingerprint in standing.found:
        return _opened(standing, thread)
    if thread.fingerprint in standing.accepted:
        return _settled(standing, thread, "accepted")
    judged = standing.read is None or thread.path in standing.read
    return _settled(standing, thread, "gone") if judged else None


def _settled(standing: Standing, thread: Thread, word: Word) -> Move | None:
    if thread.resolved:
        return None
    if thread.said is None or thread.said.word == "back":
        return Move(thread.id, word, "resolved" if thread.movable else None)
    half_done = thread.said.head_sha == standing.head_sha and thread.movable
    return Move(thread.id, None, "resolved") if half_done else None


def _opened(standing: Standing, thread: Thread) -> Move | None:
    said = thread.said
    if said is None:
        return None
    if said.word != "back":
        # Where we may not resolve, the thread is open still; that the finding is back is news all the same.
        return Move(thread.id, "back", "open" if thread.resolved and thread.movable else None)
    half_done = thread.resolved and said.head_sha == standing.head_sha and thread.movable
    return Move(thread.id, None, "open") if half_done else None
