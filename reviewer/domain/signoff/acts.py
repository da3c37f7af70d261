"""What people do that concerns sign-offs, as a delivery tells it; what it means is decided when it is worked off."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from reviewer.domain.signoff.people import Account


class ReviewChanged(Struct, frozen=True):
    """A review was submitted, edited or dismissed; what it says now is read when it counts."""

    review: int
    by: Account


class CommentMade(Struct, frozen=True):
    """A comment with commands was made."""

    comment: int
    by: Account


class CommentChanged(Struct, frozen=True):
    """A comment that may have given a sign-off was edited or deleted.

    Attributes:
        deed: what was done to it.
        by: who did it, which need not be its author.
    """

    comment: int
    by: Account
    deed: str


class ButtonPressed(Struct, frozen=True):
    """Somebody pressed the button of one check run."""

    check_run: int
    by: Account


Act = ReviewChanged | CommentMade | CommentChanged | ButtonPressed


class ReviewNow(Struct, frozen=True):
    """A review as GitHub shows it at this moment.

    Attributes:
        state: GitHub's word in upper case: APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING.
        commit: SHA that it was given for.
    """

    number: int
    author: Account
    state: str
    commit: str
    body: str


class CommentNow(Struct, frozen=True):
    """A comment as GitHub shows it at this moment.

    Attributes:
        made_before: the end of the second in which it was made: GitHub tells whole seconds.
        edited: whether it was changed since.
    """

    number: int
    author: Account
    body: str
    made_before: datetime
    edited: bool
