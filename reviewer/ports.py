"""What the job of a review asks of the outside, as protocols; the adapters do not know each other.

Every call may raise `TryAgain` (the queue repeats the job later) or `MissingPermission` (shown to people).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import NewType, Protocol

from reviewer.domain.analysis import Analysis, AnalysisRequest, WantedFile
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.material import Material
from reviewer.domain.report import Report
from reviewer.domain.signoff.records import Ledger
from reviewer.domain.signoff.shown import NewRecords, Parts, ShownReview

CheckRunId = NewType("CheckRunId", int)

BeforeWrite = Callable[[], Awaitable[None]]
"""Awaited right before each write to GitHub; raises `Superseded` when somebody newer has the pull request."""

Analyse = Callable[[AnalysisRequest], Awaitable[Analysis]]
"""The analysis in a process of its own; raises `AnalyserDied`."""


class Host(Protocol):
    """GitHub, for one pull request at a time."""

    async def head_of(self, pull_request: PullRequestKey) -> str | None:
        """Return the SHA of the head as it is now; None when the pull request is closed or gone."""
        ...

    async def start_check(self, pull_request: PullRequestKey, head_sha: str, before_write: BeforeWrite) -> CheckRunId:
        """Return the check run of this head, in progress: the one found by its external id, else a new one."""
        ...

    async def material(self, pull_request: PullRequestKey, head_sha: str) -> Material:
        """Read the change; raises `Superseded` when the head has moved away from `head_sha`."""
        ...

    async def unchanged_files(
        self, pull_request: PullRequestKey, material: Material, wanted: Iterable[WantedFile]
    ) -> Mapping[WantedFile, bytes | None]:
        """Read files outside the change; None for one that does not exist."""
        ...

    async def publish(
        self,
        pull_request: PullRequestKey,
        run: CheckRunId,
        material: Material,
        report: Report,
        before_write: BeforeWrite,
    ) -> None:
        """Bring check run and comments to what the report says; a second call changes nothing."""
        ...

    async def publish_unfinished(
        self, pull_request: PullRequestKey, head_sha: str, reason: str, before_write: BeforeWrite
    ) -> None:
        """Complete the check run of this head, made if need be, with "could not finish" and the reason."""
        ...

    async def publish_outdated(self, pull_request: PullRequestKey, head_sha: str, before_write: BeforeWrite) -> None:
        """Complete the check run of a head that is no longer the newest, if there is one in progress."""
        ...


class Records(Protocol):
    """What stays of finished reviews."""

    async def add(
        self, delivery: DeliveryId, pull_request: PullRequestKey, run: CheckRunId, report: Report, parts: Parts
    ) -> None:
        """Keep a finished review; a second one of the same delivery and head is ignored."""
        ...


class SignOffs(Protocol):
    """What was recorded about sign-offs, and the reviews that they were about."""

    async def record(self, delivery: DeliveryId, pull_request: PullRequestKey, new: NewRecords) -> None:
        """Keep what a delivery adds; a second time changes nothing."""
        ...

    async def ledger(self, pull_request: PullRequestKey) -> Ledger:
        """Return everything that was recorded about a pull request."""
        ...

    async def shown_at(self, pull_request: PullRequestKey, head_sha: str) -> ShownReview | None:
        """Return the newest kept review of this head."""
        ...

    async def shown_by(self, pull_request: PullRequestKey, check_run: int) -> ShownReview | None:
        """Return the newest kept review that this check run showed."""
        ...

    async def shown_before(self, pull_request: PullRequestKey, moment: datetime) -> ShownReview | None:
        """Return the newest review that was kept before this moment."""
        ...
