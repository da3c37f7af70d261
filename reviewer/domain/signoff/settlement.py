"""What was published of a head's sign-offs, and when: one settlement for each time that the check run was completed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from reviewer.domain.report import Report, Verdict
from reviewer.domain.signoff.records import SignOffRefused
from reviewer.domain.signoff.state import Signing


class Settlement(Struct, frozen=True):
    """The verdict of a head as people were shown it, with all that it hangs on beside the findings.

    Attributes:
        mode: of the configuration that settled it; under "observe" nothing holds a merge.
        config_ok: whether that configuration could be used as it is.
    """

    verdict: Verdict
    signing: Signing
    mode: Literal["gate", "observe"]
    config_ok: bool


class ReviewedPush(Struct, frozen=True):
    """One head of a pull request that was reviewed: a cycle.

    Attributes:
        at: UTC, when its newest review was kept.
        verdict: the newest.
        settlement: the newest; None for a review from before they were kept.
    """

    head_sha: str
    at: datetime
    verdict: Verdict
    settlement: Settlement | None


class PullRequestRecord(Struct, frozen=True):
    """Everything that a page tells of a pull request.

    Attributes:
        repository: "owner/name" as the newest delivery spelled it.
        report: of the newest review.
        pushes: newest first; the first is the report's.
        more_pushes: how many older ones are left out.
        refused: attempts to sign that did not count, oldest first.
    """

    repository: str
    number: int
    report: Report
    pushes: Sequence[ReviewedPush]
    more_pushes: int
    refused: Sequence[SignOffRefused]

    @property
    def newest(self) -> ReviewedPush:
        """The head that was reviewed last."""
        return self.pushes[0]
