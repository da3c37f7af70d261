"""What the fake GitHub remembers: plain mutable records, each knowing nothing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.github.git import GitStore
from tests.fakes.github.people import Account, App

Json = dict[str, object]


@dataclass(slots=True)
class CheckRun:
    id: int
    app: App
    repository: Repository
    head_sha: str
    name: str
    suite_id: int
    status: str = "queued"
    conclusion: str | None = None
    external_id: str | None = None
    details_url: str | None = None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[Json] = field(default_factory=list[Json])
    actions: list[Json] = field(default_factory=list[Json])
    started_at: str | None = None
    completed_at: str | None = None
    requests: list[Json] = field(default_factory=list[Json])
    """The bodies that made it what it is, oldest first."""


@dataclass(slots=True)
class ReviewComment:
    id: int
    author: Account
    commit_id: str
    path: str
    body: str
    side: str
    line: int
    start_side: str | None
    start_line: int | None
    review_id: int
    reply_to: int | None = None
    resolved: bool = False


@dataclass(slots=True)
class Review:
    id: int
    author: Account
    state: str
    """PENDING, COMMENTED, APPROVED, CHANGES_REQUESTED or DISMISSED."""
    body: str
    commit_id: str
    comments: list[ReviewComment]
    submitted_at: str = ""


@dataclass(slots=True)
class IssueComment:
    id: int
    author: Account
    body: str
    created_at: str
    updated_at: str
    by_app: App | None = None
    reactions: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Login and content, each pair once."""


@dataclass(slots=True)
class PullRequest:
    repository: Repository
    id: int
    number: int
    author: Account
    title: str
    body: str
    base_ref: str
    base_sha: str
    """The tip of the base branch when the pull request was last synchronised."""
    head_ref: str
    head_repository: Repository | None
    """None once the fork is gone."""
    head_label: str
    heads: list[str]
    """Every commit the head ever was; the last is the current one."""
    draft: bool = False
    state: str = "open"
    merged: bool = False
    merge_sha: str = ""
    merged_at: str = ""
    merged_commits: tuple[str, ...] = ()
    """Its own commits, once the base has them too."""
    labels: list[str] = field(default_factory=list[str])
    reviews: list[Review] = field(default_factory=list[Review])
    assignees: list[Account] = field(default_factory=list[Account])
    talk: list[IssueComment] = field(default_factory=list["IssueComment"])
    """The conversation: comments that stand at no line."""

    @property
    def head_sha(self) -> str:
        return self.heads[-1]

    @property
    def comments(self) -> list[ReviewComment]:
        return [comment for review in self.reviews for comment in review.comments]


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A pull request in a merge queue, and the commits between which its changes lie there."""

    number: int
    base_sha: str
    head_sha: str
    head_ref: str


@dataclass(slots=True, eq=False)
class Repository:
    id: int
    owner: Account
    name: str
    git: GitStore
    private: bool = True
    default_branch: str = "main"
    pulls: dict[int, PullRequest] = field(default_factory=dict[int, PullRequest])
    check_runs: list[CheckRun] = field(default_factory=list[CheckRun])
    roles: dict[str, str] = field(default_factory=dict[str, str])
    """Login to role_name: admin, maintain, write, triage, read or a custom role."""
    merge_queues: dict[str, list[QueueEntry]] = field(default_factory=dict[str, list[QueueEntry]])
    """Branch to what waits to be merged into it, first to last."""
    archived: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"
