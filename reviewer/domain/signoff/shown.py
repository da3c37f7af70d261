"""A finished review as people saw it: what a sign-off can be about."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.decay.seen import NOTHING_SEEN, Seen
from reviewer.domain.report import Report
from reviewer.domain.signoff.people import Account, Signer
from reviewer.domain.signoff.records import Origin, RecordId, SignOffRefused

Parts = Mapping[Area, tuple[BoundaryPart, ...]]


class Basis(Struct, frozen=True):
    """What the records of a review stand on, beside its report.

    Attributes:
        parts: of each of its boundaries.
        config_ok: whether the configuration could be used as it is: without that nothing turns green.
        seen: for its cycle; of a kept review nobody asks for it again.
    """

    parts: Parts
    config_ok: bool
    seen: Seen = NOTHING_SEEN


class ShownReview(Struct, frozen=True):
    """One kept review of one head.

    Attributes:
        check_run: GitHub's number of the check run that showed it.
    """

    review_id: int
    head_sha: str
    check_run: int
    report: Report
    basis: Basis


class NewSignOff(Struct, frozen=True):
    """A sign-off before it is kept."""

    area: Area
    content_hash: str
    head_sha: str
    review_id: int
    signer: Signer
    origin: Origin
    reason: str


class NewBypass(Struct, frozen=True):
    """A bypass before it is kept."""

    head_sha: str
    by: Account
    reason: str


class NewRecords(Struct, frozen=True):
    """What one delivery adds; all of it or nothing is kept, and a second time nothing.

    Attributes:
        withdrawn: sign-offs that do not stand any more, each with its cause, by `by`.
    """

    given: tuple[NewSignOff, ...] = ()
    refused: tuple[SignOffRefused, ...] = ()
    withdrawn: tuple[tuple[RecordId, str], ...] = ()
    by: Account | None = None
    bypass: NewBypass | None = None
