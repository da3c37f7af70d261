"""What the job of a review asks of the outside, as protocols; the adapters do not know each other.

Every call may raise `TryAgain` (the queue repeats the job later) or `MissingPermission` (shown to people).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, NewType, Protocol

from reviewer.domain.analysis import Analysis, AnalysisRequest, WantedFile
from reviewer.domain.announcement import MergeGroup, RepositoryKey
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.decay.merging import MergeSeen, Reverted
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.material import Material
from reviewer.domain.merge_group import GroupMember, JudgedMember, MemberMaterial
from reviewer.domain.report import Report
from reviewer.domain.signoff.acts import CommentNow, ReviewNow
from reviewer.domain.signoff.bars import CommitPeople
from reviewer.domain.signoff.people import Account, Standing
from reviewer.domain.signoff.records import Ledger
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis, NewRecords, ShownReview
from reviewer.domain.signoff.state import Signing
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.domain.survey import FailedAttempt, OpenHead

CheckRunId = NewType("CheckRunId", int)
Moment = NewType("Moment", float)
"""Of `time.monotonic()` in this process, seconds."""

Taken = Literal["done", "refused", "not-understood"]
"""How a command was taken, as the reaction to it says."""

UNSIGNED: Final = Signing()

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
        signing: Signing = UNSIGNED,
    ) -> Moment:
        """Bring check run and comments to what the report says; a second call changes nothing.

        Returns:
            since when the check run says so; now, where nothing was to be written.
        """
        ...

    async def is_shown(
        self, pull_request: PullRequestKey, shown: ShownReview, report: Report, signing: Signing
    ) -> bool:
        """Whether the check run of a kept review says already what it would say of this report."""
        ...

    async def publish_settled(
        self,
        pull_request: PullRequestKey,
        shown: ShownReview,
        report: Report,
        signing: Signing,
        before_write: BeforeWrite,
    ) -> None:
        """Complete the check run of a kept review anew, as sign-offs have changed what it says."""
        ...

    async def publish_unfinished(
        self, pull_request: PullRequestKey, head_sha: str, reason: str, before_write: BeforeWrite
    ) -> None:
        """Complete the check run of this head, made if need be, with "could not finish" and the reason."""
        ...

    async def publish_outdated(self, pull_request: PullRequestKey, head_sha: str, before_write: BeforeWrite) -> None:
        """Complete the check run of a head that is no longer the newest, if there is one in progress."""
        ...

    async def merge_of(self, pull_request: PullRequestKey) -> MergeSeen | None:
        """Return the merge of a closed pull request; None when it is gone or did not reach the default branch."""
        ...


class Groups(Protocol):
    """GitHub's merge queue, one group at a time."""

    async def members(self, group: MergeGroup) -> tuple[GroupMember, ...]:
        """Return the pull requests of the group, first to last; none when GitHub does not tell."""
        ...

    async def material(self, group: MergeGroup, member: GroupMember) -> MemberMaterial | None:
        """Read what one member changes; None when its pull request is gone."""
        ...

    async def unchanged_files(
        self, group: MergeGroup, material: Material, wanted: Iterable[WantedFile]
    ) -> Mapping[WantedFile, bytes | None]:
        """Read files outside the change; None for one that does not exist."""
        ...

    async def start(self, group: MergeGroup, before_write: BeforeWrite) -> CheckRunId:
        """Return the check run of the group's head, in progress: the one that is there, else a new one."""
        ...

    async def publish(
        self, group: MergeGroup, run: CheckRunId, members: Sequence[JudgedMember], before_write: BeforeWrite
    ) -> None:
        """Complete the check run with what became of the members."""
        ...

    async def publish_unfinished(self, group: MergeGroup, reason: str, before_write: BeforeWrite) -> None:
        """Complete the check run, made if need be, with "could not finish" and the reason."""
        ...

    async def publish_destroyed(self, group: MergeGroup) -> None:
        """Complete the check run of a group that the queue let go of, if there is one in progress."""
        ...


class Survey(Protocol):
    """GitHub, over everything that the App is installed on."""

    async def installations(self) -> tuple[int, ...]:
        """Return the installations that are not suspended."""
        ...

    async def repositories(self, installation: int) -> tuple[RepositoryKey, ...]:
        """Return the repositories of an installation."""
        ...

    async def open_heads(self, repositories: Sequence[RepositoryKey]) -> tuple[OpenHead, ...]:
        """Return the heads of the open pull requests of some repositories of one installation, newest first."""
        ...

    async def heads_onto(self, repository: RepositoryKey, branch: str) -> tuple[OpenHead, ...]:
        """Return the open pull requests that ask to be merged into `branch`, newest first."""
        ...

    async def failed_deliveries(self) -> tuple[FailedAttempt, ...]:
        """Return the failed attempts that GitHub still remembers, newest first."""
        ...

    async def redeliver(self, attempt: FailedAttempt) -> None:
        """Ask GitHub to send a delivery again."""
        ...


class People(Protocol):
    """GitHub, as far as it knows who somebody is and what was said."""

    async def surroundings(self, pull_request: PullRequestKey, head_sha: str | None) -> Surroundings | None:
        """Return what a pull request says about who may sign it; None when it is gone.

        What was seen of this very head may be said again; without a head, GitHub is asked anew.
        """
        ...

    async def standing(self, pull_request: PullRequestKey, account: Account, teams: Iterable[str]) -> Standing:
        """Return what an account may do, and which of `teams` it belongs to: asked now, never remembered."""
        ...

    async def clean_merges(self, pull_request: PullRequestKey, merges: Iterable[CommitPeople]) -> frozenset[str]:
        """Return the merges by GitHub that hold nothing but what is in one of their parents."""
        ...

    async def review_now(self, pull_request: PullRequestKey, review: int) -> ReviewNow | None:
        """Return a review as it is; None when it is gone."""
        ...

    async def comment_now(self, pull_request: PullRequestKey, comment: int) -> CommentNow | None:
        """Return a comment as it is; None when it is gone."""
        ...

    async def answer(
        self, pull_request: PullRequestKey, comment: int, taken: Taken, text: str, before_write: BeforeWrite
    ) -> None:
        """React to a comment, and say `text` in the one reply of the pull request."""
        ...


class Records(Protocol):
    """What stays of finished reviews, and of what was merged after them."""

    async def add(
        self,
        delivery: DeliveryId,
        pull_request: PullRequestKey,
        run: CheckRunId,
        report: Report,
        basis: Basis,
        shown_since: Moment | None = None,
    ) -> None:
        """Keep a review that people can read since that moment (now); a second one of delivery and head is ignored."""
        ...

    async def add_merge(self, pull_request: PullRequestKey, merge: MergeSeen, labels: IncidentLabels) -> None:
        """Keep a merge, what its labels say by now, and what it takes back; a second time changes nothing."""
        ...

    async def add_reverts(self, repository_id: int, reverts: Sequence[Reverted]) -> None:
        """Keep what pushed commits take back; a second time changes nothing."""
        ...


class SignOffs(Protocol):
    """What was recorded about sign-offs, and the reviews that they were about."""

    async def record(self, delivery: DeliveryId, pull_request: PullRequestKey, new: NewRecords) -> None:
        """Keep what a delivery adds; a second time changes nothing."""
        ...

    async def note_settled(
        self, delivery: DeliveryId, pull_request: PullRequestKey, head_sha: str, settled: Settlement
    ) -> None:
        """Keep what the newest kept review of a head was completed with; a second time changes nothing."""
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
