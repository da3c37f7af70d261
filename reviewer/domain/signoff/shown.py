"""A finished review as people saw it: what a sign-off can be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.decay.seen import NOTHING_SEEN, Seen
from reviewer.domain.report import Report
from reviewer.domain.signoff.people import Account, Signer
from reviewer.domain.signoff.records import Origin, RecordId, SignOffRefused

Parts = Mapping[Area, tuple[BoundaryPart, ...]]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the records of a review stand on, beside its report.

    Attributes:
        parts: of each of its boundaries.
        config_ok: whether the configuration could be used as it is: without that nothing turns green.
        seen: for its cycle; of a kept review nobody asks for it again.
    """

    parts: Parts
    config_ok: bool
    seen: Seen = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class ShownReview:
    """One kept review of one head.

    Attributes:
        check_run: GitHub's number of the check run that showed it.
    """

    review_id: int
    head_sha: str
    check_run: int
    report: Report
    basis: Basis


@dataclass(frozen=True, slots=True)
class NewSignOff:
    """A sign-off before it is kept."""

    area: Area
    content_hash: str
    head_sha: str
    review_id: int
    signer: Signer
    origin: Origin
    reason: str


@dataclass(frozen=True, slots=True)
class NewBypass:
    """A bypass before it is kept."""

    head_sha: str
    by: Account
    reason: str


@dataclass(frozen=True, slots=True)
class NewRecords:
    """What one delivery adds; all of it or nothing is kept, and a second time nothing.

    Attributes:
        withdrawn: sign-offs that do not stand any more, each with its cause, by `by`.
    """

    given: tuple[NewSignOff, ...] = ()
    refused: tuple[SignOffRefused, ...] = ()
    withdrawn: tuple[tuple[RecordId, str], ...] = ()
    by: Account | None = None
    bypass: NewBypass | None = None
