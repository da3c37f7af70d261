"""A merge as GitHub tells of it, and what the records keep of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from msgspec import Struct

from reviewer.domain.decay.incidents import Signed
from reviewer.domain.reverting import reverted_commits, reverted_numbers
from reviewer.domain.signoff.settlement import PullRequestRecord

_FULFILLED: Final = frozenset({"signed", "carried"})


class MergeSeen(Struct, frozen=True):
    """A pull request that was merged into the default branch.

    Attributes:
        at: UTC.
        labels: as they are now.
        texts: its description and the messages of its commits.
    """

    merge_sha: str
    head_sha: str
    at: datetime
    labels: tuple[str, ...]
    texts: tuple[str, ...]


class Reverted(Struct, frozen=True):
    """What a commit takes back: a commit by its first digits, or a pull request ("" and 0 for the other one)."""

    by_sha: str
    commit_sha: str = ""
    number: int = 0
    by_number: int = 0


def reverts_in(by_sha: str, texts: Collection[str], repository: str, by_number: int = 0) -> tuple[Reverted, ...]:
    """Everything that these texts take back; a pull request never itself."""
    commits = [Reverted(by_sha, commit, 0, by_number) for text in texts for commit in reverted_commits(text)]
    pulls = [
        Reverted(by_sha, "", number, by_number)
        for text in texts
        for number in reverted_numbers(text, repository)
        if number != by_number
    ]
    return tuple(dict.fromkeys((*commits, *pulls)))


def signed_at_merge(record: PullRequestRecord | None) -> Signed:
    """Whether the last review's boundaries were all signed; who let it pass by a bypass did not sign."""
    settlement = record.newest.settlement if record is not None else None
    if settlement is None:
        return "not-asked"
    asked = [it.boundary for it in settlement.signing.areas if it.boundary.required_signoffs > 0]
    if not asked:
        return "not-asked"
    return "signed" if all(boundary.status in _FULFILLED for boundary in asked) else "unsigned"
