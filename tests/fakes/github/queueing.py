"""What GitHub's merge queue does: builds a commit for each pull request on top of the one before it."""

from __future__ import annotations

from typing import Literal

from tests.fakes.github.fast_import import Signature
from tests.fakes.github.graphql_people import GITHUB
from tests.fakes.github.state import PullRequest, QueueEntry

Method = Literal["merge", "squash"]


def enqueue(pull: PullRequest, method: Method = "merge") -> QueueEntry:
    """Queues a pull request: its commit stands on the last one of the queue, else on the tip of its base."""
    repository = pull.repository
    git = repository.git
    queue = repository.merge_queues.setdefault(pull.base_ref, [])
    base = queue[-1].head_sha if queue else git.resolve(f"refs/heads/{pull.base_ref}")
    tree = git.text("merge-tree", "--write-tree", base, pull.head_sha)
    parents = ["-p", base, *(["-p", pull.head_sha] if method == "merge" else [])]
    who = _identity(GITHUB)
    made = git.text(*who, "commit-tree", tree, *parents, "-m", f"{pull.title} (#{pull.number})")
    ref = f"refs/heads/gh-readonly-queue/{pull.base_ref}/pr-{pull.number}-{base}"
    git.set_ref(ref, made)
    entry = QueueEntry(pull.number, base, made, ref)
    queue.append(entry)
    return entry


def _identity(who: Signature) -> tuple[str, ...]:
    return "-c", f"user.name={who.name}", "-c", f"user.email={who.email}"
