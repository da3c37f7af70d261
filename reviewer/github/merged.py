"""A pull request after its merge: where it went, what it is labelled, what it says that it takes back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import Field

from reviewer.domain.decay.merging import MergeSeen
from reviewer.domain.delivery import PullRequestKey
from reviewer.github.answers import NotVisible, read
from reviewer.github.client import Installation
from reviewer.github.graphql import dig
from reviewer.github.names import owner_and_name
from reviewer.github.payload_parts import Part

_WHAT: Final = "POST /graphql (merge)"
_QUERY: Final = """
query Merge($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    pullRequest(number: $number) {
      baseRefName
      body
      commits(last: 100) { nodes { commit { message } } }
      headRefOid
      labels(first: 100) { nodes { name } }
      mergeCommit { message oid }
      merged
      mergedAt
    }
  }
}
"""


class _Message(Part):
    message: str


class _Node(Part):
    commit: _Message


class _Nodes(Part):
    nodes: tuple[_Node | None, ...] = ()


class _Label(Part):
    name: str


class _Labels(Part):
    nodes: tuple[_Label | None, ...] = ()


class _Commit(_Message):
    oid: str


class _Pull(Part):
    base_ref_name: str = Field(alias="baseRefName")
    body: str
    commits: _Nodes
    head_ref_oid: str = Field(alias="headRefOid")
    labels: _Labels | None = None
    merge_commit: _Commit | None = Field(default=None, alias="mergeCommit")
    merged: bool
    merged_at: datetime | None = Field(default=None, alias="mergedAt")


async def read_merge(api: Installation, key: PullRequestKey) -> MergeSeen | None:
    """Ask GitHub, in one request; None when there is no such merge into the default branch.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    owner, name = owner_and_name(key.repository)
    try:
        data = await api.graphql(_QUERY, {"owner": owner, "name": name, "number": key.number})
    except NotVisible:
        return None
    pull = read(_Pull, dig(data, "repository", "pullRequest"), _WHAT)
    default = dig(data, "repository", "defaultBranchRef", "name")
    if not pull.merged or pull.merge_commit is None or pull.merged_at is None or pull.base_ref_name != default:
        return None
    messages = [node.commit.message for node in pull.commits.nodes if node is not None]
    return MergeSeen(
        merge_sha=pull.merge_commit.oid,
        head_sha=pull.head_ref_oid,
        at=pull.merged_at,
        labels=tuple(it.name for it in (pull.labels.nodes if pull.labels is not None else ()) if it is not None),
        texts=(pull.body, pull.merge_commit.message, *messages),
    )
