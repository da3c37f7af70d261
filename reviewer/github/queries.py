"""The GraphQL that is asked: one look at the pull request, and many files of a commit at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

ENTRY: Final = """
fragment entry on TreeEntry { mode size oid type object { ... on Blob { byteSize isBinary isTruncated text } } }
"""

_MADE: Final = """
fragment made on PullRequestCommitConnection {
  totalCount
  nodes {
    commit {
      oid
      authors(first: 20) { totalCount nodes { email user { login } } }
      committer { email user { login } }
      parents(first: 2) { totalCount nodes { oid } }
    }
  }
  pageInfo { endCursor hasNextPage }
}
"""

_THREADS: Final = """
fragment threads on PullRequestReviewThreadConnection {
  nodes {
    id
    isResolved
    path
    viewerCanResolve
    viewerCanUnresolve
    began: comments(first: 1) { nodes { body viewerDidAuthor originalCommit { oid } } }
    latest: comments(last: 10) { nodes { body viewerDidAuthor } }
  }
  pageInfo { endCursor hasNextPage }
}
"""

OVERVIEW: Final = (
    """
query Overview($owner: String!, $name: String!, $number: Int!, $check: String!, $app: Int!, $yml: String!,
               $yaml: String!, $defaults: String!, $owners0: String!, $owners1: String!, $owners2: String!) {
  organisation: repository(owner: $owner, name: $defaults) {
    defaultBranchRef {
      target {
        oid
        ... on Commit { yml: file(path: $yml) { ...entry } yaml: file(path: $yaml) { ...entry } }
      }
    }
  }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      assignees(first: 20) { nodes { login } }
      author { __typename login }
      baseRefName
      baseRef {
        target {
          oid
          ... on Commit {
            yml: file(path: $yml) { ...entry }
            yaml: file(path: $yaml) { ...entry }
            owners0: file(path: $owners0) { ...entry }
            owners1: file(path: $owners1) { ...entry }
            owners2: file(path: $owners2) { ...entry }
          }
        }
      }
      body
      changedFiles
      commits(last: 1) {
        nodes {
          commit {
            oid
            checkSuites(first: 10, filterBy: {appId: $app, checkName: $check}) {
              nodes {
                checkRuns(first: 50, filterBy: {appId: $app, checkName: $check, checkType: ALL}) {
                  nodes { externalId }
                }
              }
            }
          }
        }
      }
      headRefName
      headRefOid
      id
      isDraft
      made: commits(first: 100) { ...made }
      reviewThreads(first: 100) { ...threads }
      state
      title
    }
  }
}
"""
    + ENTRY
    + _MADE
    + _THREADS
)

MORE_COMMITS: Final = (
    """
query Commits($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { made: commits(first: 100, after: $after) { ...made } }
  }
}
"""
    + _MADE
)

MORE_THREADS: Final = (
    """
query Threads($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { reviewThreads(first: 100, after: $after) { ...threads } }
  }
}
"""
    + _THREADS
)


REVIEW: Final = "review"
"""The field of `conversation` that posts the review."""
_REVIEW_VARIABLES: Final = (
    "$pull: ID!, $commit: GitObjectID!, $body: String!, $comments: [DraftPullRequestReviewThread]"
)
_REVIEW_FIELD: Final = (
    f"{REVIEW}: addPullRequestReview(input: {{pullRequestId: $pull, commitOID: $commit, event: COMMENT, body: $body, "
    "threads: $comments}) { pullRequestReview { id } }"
)
Moves = Sequence[tuple[bool, Literal["resolved", "open"] | None]]
"""Of each thread, whether to say something in it, and the state to give it."""


def thread_moves(moves: Moves) -> str:
    """A mutation for many threads, which are the variables t0, t1 …, the lines b0, b1 …; carried out in this order."""
    variables, fields = _moves(moves)
    return f"mutation Settle({', '.join(variables)}) {{\n  " + "\n  ".join(fields) + "\n}\n"


def conversation(moves: Moves) -> str:
    """The same after a review, with the variables pull (its id), commit, body and comments."""
    variables, fields = _moves(moves)
    given = ", ".join([_REVIEW_VARIABLES, *variables])
    return f"mutation Converse({given}) {{\n  " + "\n  ".join([_REVIEW_FIELD, *fields]) + "\n}\n"


def _moves(moves: Moves) -> tuple[list[str], list[str]]:
    variables: list[str] = []
    fields: list[str] = []
    for number, (says, state) in enumerate(moves):
        variables.append(f"$t{number}: ID!")
        if says:
            variables.append(f"$b{number}: String!")
            given = f"{{pullRequestReviewThreadId: $t{number}, body: $b{number}}}"
            fields.append(f"say{number}: addPullRequestReviewThreadReply(input: {given}) {{ comment {{ id }} }}")
        if state is not None:
            name = "resolveReviewThread" if state == "resolved" else "unresolveReviewThread"
            fields.append(f"move{number}: {name}(input: {{threadId: $t{number}}}) {{ thread {{ isResolved }} }}")
    return variables, fields


def contents_query(sides: tuple[int, ...], folders: int = 0) -> str:
    """A query for files of several commits, and for some folders: `sides` says how many files of each commit.

    Commits are the variables c0, c1 …, the paths of commit 0 are p0_0, p0_1 …, and the expressions
    "COMMIT:FOLDER" are e0, e1 …; variables and not text, so that no path can be read as GraphQL.
    """
    commits = [f"$c{side}: GitObjectID!" for side in range(len(sides))]
    paths = [f"$p{side}_{n}: String!" for side, count in enumerate(sides) for n in range(count)]
    expressions = [f"$e{n}: String!" for n in range(folders)]
    objects = [
        f"c{side}: object(oid: $c{side}) {{ ... on Commit {{ "
        + " ".join(f"p{side}_{n}: file(path: $p{side}_{n}) {{ ...entry }}" for n in range(count))
        + " } }"
        for side, count in enumerate(sides)
        if count
    ]
    listed = [
        f"f{n}: object(expression: $e{n}) {{ ... on Tree {{ entries {{ name type }} }} }}" for n in range(folders)
    ]
    return (
        f"query Files($owner: String!, $name: String!, {', '.join([*commits, *paths, *expressions])}) {{\n"
        f"  repository(owner: $owner, name: $name) {{ {' '.join([*objects, *listed])} }}\n}}\n"
    ) + (ENTRY if objects else "")
