"""Which files a pull request changes, from its merge base on, and who wrote its commits."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from checks.kit import Status
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.domain.material import Commit
from reviewer.github.client import Installation
from reviewer.github.names import repository_path
from reviewer.github.overview import Overview

COMPARE_CAP: Final = 300
"""Files that a comparison lists at most, without a word about the rest."""
PAGE: Final = 100
LAST_PAGE: Final = 30
"""Where the list of a pull request's files ends: at 3,000, again without a word."""
_STATUS = {
    "added": Status.ADDED,
    "copied": Status.ADDED,  # the source stays, so there is nothing to compare with
    "removed": Status.REMOVED,
    "renamed": Status.RENAMED,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class ListedFile(_Part):
    """One entry; without `patch` for binary and too large files, and where no line differs."""

    filename: str
    status: str
    previous_filename: str | None = None
    patch: str | None = None

    @property
    def kind(self) -> Status:
        """GitHub's word as git's."""
        return _STATUS.get(self.status, Status.MODIFIED)

    @property
    def base_path(self) -> str | None:
        """Where the file stands at the merge base; None if it is new."""
        if self.kind is Status.ADDED:
            return None
        return self.previous_filename or self.filename

    @property
    def paths(self) -> tuple[str, ...]:
        """Every name that it has or had."""
        return tuple(path for path in (self.base_path, self.head_path) if path is not None)

    @property
    def head_path(self) -> str | None:
        """Where the file stands at head; None if it is gone."""
        return None if self.kind is Status.REMOVED else self.filename


class _Person(_Part):
    name: str | None = None
    email: str | None = None


class _CommitFacts(_Part):
    author: _Person | None = None
    committer: _Person | None = None
    message: str = ""


class ListedCommit(_Part):
    """One commit of a list, with the people that git names."""

    sha: str
    commit: _CommitFacts


class _Sha(_Part):
    sha: str


class _Comparison(_Part):
    merge_base_commit: _Sha
    total_commits: int
    commits: list[ListedCommit]
    files: list[ListedFile] = []


_FILES = TypeAdapter(list[ListedFile])


class Listing(Struct, frozen=True):
    """The change in names.

    Attributes:
        commits: newest first, 250 at most.
        note: said when there are more commits than were listed.
        not_listed: why files are missing here; "" when none is.
    """

    merge_base: str
    files: tuple[ListedFile, ...]
    commits: tuple[Commit, ...]
    note: str
    not_listed: str


async def list_changes(api: Installation, key: PullRequestKey, seen: Overview) -> Listing:
    """List what the head changes since its merge base with the base branch.

    One comparison tells everything of a change of less than 300 files; above, the list of the pull
    request itself is read page by page.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    path = f"{repository_path(key)}/compare/{seen.base_tip}...{seen.head_sha}"
    comparison = (await api.get(path)).read(_Comparison)
    files = comparison.files
    if len(files) >= COMPARE_CAP:
        files = await _all_pages(api, key, seen.changed_files)
    missing = seen.changed_files - len(files) if len(files) >= COMPARE_CAP else 0
    left_out = comparison.total_commits - len(comparison.commits)
    return Listing(
        merge_base=comparison.merge_base_commit.sha,
        files=tuple(files),
        commits=tuple(map(person_commit, reversed(comparison.commits))),
        note=f"Who wrote it was read from the newest {len(comparison.commits)} commits." if left_out > 0 else "",
        not_listed=f"{missing} of {seen.changed_files} changed files were not read: GitHub lists no more."
        if missing > 0
        else "",
    )


async def _all_pages(api: Installation, key: PullRequestKey, expected: int) -> list[ListedFile]:
    files: dict[str, ListedFile] = {}
    for page in range(1, LAST_PAGE + 1):
        answer = await api.get(f"{repository_path(key)}/pulls/{key.number}/files?per_page={PAGE}&page={page}")
        try:
            listed = _FILES.validate_python(answer.json())
        except ValidationError:
            raise HostDown(f"{answer.what}: GitHub's answer is not what it promises") from None
        files.update((file.filename, file) for file in listed)
        if not listed or (len(files) >= expected and 'rel="next"' not in answer.headers.get("link", "")):
            break
    return list(files.values())


def person_commit(listed: ListedCommit) -> Commit:
    """Who made a commit and what they wrote about it."""
    author, committer = listed.commit.author or _Person(), listed.commit.committer or _Person()
    return Commit(
        sha=listed.sha,
        author_name=author.name or "",
        author_email=author.email or "",
        committer_name=committer.name or "",
        committer_email=committer.email or "",
        message=listed.commit.message,
    )
