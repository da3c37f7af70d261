"""A review, and what became of the findings of older threads, said in one request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from msgspec import Struct

from reviewer.domain.conversations import Move
from reviewer.domain.publication import InlineComment
from reviewer.github.client import Installation
from reviewer.github.comments import comment_shape
from reviewer.github.queries import REVIEW, conversation
from reviewer.github.threads import note_refused, spoken
from reviewer.ports import BeforeWrite

_log: Final = structlog.get_logger(__name__)


class Speech(Struct, frozen=True):
    """What is to be said at a head, in the pull request with this GraphQL id."""

    pull: str
    head_sha: str
    body: str
    comments: Sequence[InlineComment]
    moves: Sequence[Move]


async def converse(api: Installation, speech: Speech, before_write: BeforeWrite) -> None:
    """Post the review, then carry out the moves.

    Lines that GitHub does not accept cost the comments and nothing else, as in `comments.post_review`; a thread that
    is gone, or that we may not move, stays as it is.

    Raises:
        MissingPermission: the App may not comment.
        TryAgain: as every request; some of it may have been said.
    """
    said = spoken(speech.moves, speech.head_sha)
    review = {
        "pull": speech.pull,
        "commit": speech.head_sha,
        "body": speech.body,
        "comments": [comment_shape(one, "startLine", "startSide") for one in speech.comments],
    }
    data = await api.mutate(
        conversation(said.moves),
        {**review, **said.variables},
        before_write,
        optional=said.fields,
        rejectable=(REVIEW,),
    )
    if data.get(REVIEW) is None:
        _log.warning("review not accepted", comments=len(speech.comments), pull_request=speech.pull)
    note_refused(data, said)
