"""Review threads: read with the pull request, and spoken in by GraphQL, many in one request.

To resolve a thread GitHub asks an App for `contents: write`, which Holdfast does without on purpose; to reply,
`pull_requests: write` suffices. So where the App may not resolve, its line stands alone.
https://github.com/orgs/community/discussions/44650
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, assert_never

import structlog
from msgspec import Struct

from reviewer.domain.conversations import Move, Said, Thread, Word
from reviewer.github.client import Installation
from reviewer.github.markers import fingerprint_of, said_in, said_marked
from reviewer.github.overview_answer import Threads
from reviewer.github.queries import Moves, thread_moves
from reviewer.ports import BeforeWrite
from reviewer.render.markdown import notices

_log: Final = structlog.get_logger(__name__)


def own_threads(page: Threads) -> Iterable[Thread]:
    """The threads that we began; what others quote of us does not count."""
    for node in page.nodes:
        first = node.began.nodes[0] if node is not None and node.began.nodes else None
        if node is None or first is None or not first.viewer_did_author:
            continue
        found = fingerprint_of(first.body)
        if found is None:
            continue
        ours = [one.body for one in node.latest.nodes if one is not None and one.viewer_did_author]
        said = [word for word in map(said_in, ours) if word is not None]
        yield Thread(
            id=node.id,
            fingerprint=found,
            path=node.path,
            resolved=node.is_resolved,
            movable=node.viewer_can_unresolve if node.is_resolved else node.viewer_can_resolve,
            said=said[-1] if said else None,
            begun_at=first.original_commit.oid if first.original_commit is not None else "",
        )


async def settle(api: Installation, moves: Sequence[Move], head_sha: str, before_write: BeforeWrite) -> None:
    """Carry out the moves, in one request. A thread that is gone, or that we may not move, stays as it is.

    Raises:
        TryAgain: as every request; some of the moves may have been made.
    """
    said = spoken(moves, head_sha)
    data = await api.mutate(thread_moves(said.moves), said.variables, before_write, optional=said.fields)
    note_refused(data, said)


class Spoken(Struct, frozen=True):
    """What moves are to GraphQL: their shape, the values of their variables, and the fields of the answer."""

    moves: Moves
    variables: Mapping[str, object]
    fields: tuple[str, ...]


def spoken(moves: Sequence[Move], head_sha: str) -> Spoken:
    """Put the moves into words, which name the head."""
    lines = [_line(move, head_sha) for move in moves]
    variables: dict[str, object] = {f"t{number}": move.thread for number, move in enumerate(moves)}
    variables |= {f"b{number}": line for number, line in enumerate(lines) if line is not None}
    return Spoken(
        [(line is not None, move.state) for move, line in zip(moves, lines, strict=True)],
        variables,
        tuple(f"{kind}{number}" for number in range(len(moves)) for kind in ("say", "move")),
    )


def note_refused(data: Mapping[str, object], said: Spoken) -> None:
    """Log how many of the threads stay as they are."""
    refused = sum(name in data and data[name] is None for name in said.fields)
    if refused:
        _log.info("threads that stay as they are", refused=refused, of=len(said.moves))


def _line(move: Move, head_sha: str) -> str | None:
    if move.word is None:
        return None
    text = _text(move.word, head_sha)
    if move.word != "back" and move.state is None:
        text = f"{text} {notices.RESOLVABLE}"
    return said_marked(text, Said(move.word, head_sha))


def _text(word: Word, head_sha: str) -> str:
    match word:
        case "gone":
            return notices.gone(head_sha)
        case "accepted":
            return notices.accepted(head_sha)
        case "back":
            return notices.back(head_sha)
        case _:
            assert_never(word)
