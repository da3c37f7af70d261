"""GitHub's answer to the query of an overview; null wherever its schema allows null."""

from __future__ import annotations

from pydantic import Field

from reviewer.github.entries import Entry
from reviewer.github.graphql import Part


class Actor(Part):
    kind: str = Field(alias="__typename")
    login: str


class Base(Part):
    """The tip of the base branch."""

    oid: str
    yml: Entry | None = None
    yaml: Entry | None = None
    owners0: Entry | None = None
    owners1: Entry | None = None
    owners2: Entry | None = None


class Ref(Part):
    target: Base | None


class Organisation(Part):
    """The repository with the organisation's defaults; it may be empty."""

    default_branch_ref: Ref | None


class Oid(Part):
    oid: str


class Comment(Part):
    body: str
    viewer_did_author: bool
    original_commit: Oid | None = None


class Comments(Part):
    nodes: list[Comment | None]


class Thread(Part):
    """A review thread: the comment that began it, and its last ones."""

    id: str
    is_resolved: bool
    path: str
    viewer_can_resolve: bool
    viewer_can_unresolve: bool
    began: Comments
    latest: Comments


class PageInfo(Part):
    end_cursor: str | None
    has_next_page: bool


class Threads(Part):
    """One page of review threads."""

    nodes: list[Thread | None]
    page_info: PageInfo


class Run(Part):
    external_id: str | None


class Runs(Part):
    nodes: list[Run | None]


class Suite(Part):
    check_runs: Runs | None


class Suites(Part):
    """The check suites of a commit, with our App's runs."""

    nodes: list[Suite | None]


class Commit(Part):
    oid: str
    check_suites: Suites | None


class PullCommit(Part):
    commit: Commit


class Commits(Part):
    nodes: list[PullCommit | None]


class User(Part):
    login: str


class GitActor(Part):
    """Who a commit names; `user` is None where GitHub knows no account of that address."""

    email: str | None
    user: User | None


class Authors(Part):
    """The git author first, then the co-authors."""

    total_count: int
    nodes: list[GitActor | None]


class Parents(Part):
    total_count: int
    nodes: list[Oid | None]


class MadeCommit(Part):
    """A commit with the people behind it."""

    oid: str
    authors: Authors
    committer: GitActor | None
    parents: Parents


class MadeNode(Part):
    commit: MadeCommit


class Made(Part):
    """One page of the pull request's commits, oldest first."""

    total_count: int
    nodes: list[MadeNode | None]
    page_info: PageInfo


class Assignees(Part):
    nodes: list[User | None]


class PullAnswer(Part):
    """The pull request, as the query asks for it."""

    assignees: Assignees
    author: Actor | None
    base_ref_name: str
    base_ref: Ref | None
    body: str
    changed_files: int
    commits: Commits
    head_ref_name: str
    head_ref_oid: str
    is_draft: bool
    made: Made
    review_threads: Threads
    state: str
    id: str
    title: str
