"""What is kept of sign-offs: facts that are only ever added, each saying what it was about and what was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.signoff.people import Account, Signer

RecordId = NewType("RecordId", int)
Way = Literal["review", "command", "button"]
"""An approving review, a comment, the button of the check run."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What somebody did: the review, comment or check run of this number."""

    way: Way
    number: int


@dataclass(frozen=True, slots=True)
class SignOffGiven:
    """One person accepted exactly one boundary.

    Attributes:
        content_hash: of the boundary as the person was shown it, and its parts.
        head_sha: head of the review that was shown; `review_id` its record.
        reason: the person's words; "" where the way to sign has no room for any.
        at: UTC.
    """

    id: RecordId
    area: Area
    content_hash: str
    parts: tuple[BoundaryPart, ...]
    head_sha: str
    review_id: int
    signer: Signer
    origin: Origin
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignOffWithdrawn:
    """A sign-off does not stand any more: revoked, or what gave it is gone."""

    sign_off: RecordId
    cause: str
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class SignOffRefused:
    """Somebody tried to sign and may not; shown, so that nobody takes a click for a signature."""

    area: Area
    head_sha: str
    account: Account
    why: str


@dataclass(frozen=True, slots=True)
class Bypassed:
    """Somebody whom the configuration names let one head pass unsigned."""

    head_sha: str
    by: Account
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was recorded about one pull request, oldest first."""

    given: tuple[SignOffGiven, ...] = ()
    withdrawn: tuple[SignOffWithdrawn, ...] = ()
    refused: tuple[SignOffRefused, ...] = ()
    bypassed: tuple[Bypassed, ...] = ()

    def standing(self) -> tuple[SignOffGiven, ...]:
        """The sign-offs that nobody withdrew."""
        gone = {one.sign_off for one in self.withdrawn}
        return tuple(one for one in self.given if one.id not in gone)

    def from_origin(self, origin: Origin) -> tuple[SignOffGiven, ...]:
        """The standing sign-offs that this very review, comment or click gave."""
        return tuple(one for one in self.standing() if one.origin == origin)
