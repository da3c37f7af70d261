"""What GraphQL shows of a repository and its pull requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tests.fakes.github.answers import ApiError
from tests.fakes.github.api_pulls import files_of, own_commits
from tests.fakes.github.doors import Call, Needs, find_repository
from tests.fakes.github.graphql_fields import Unavailable, actor, asking, connection
from tests.fakes.github.graphql_git import GitViews
from tests.fakes.github.graphql_posted import suites, threads
from tests.fakes.github.graphql_threads import may_resolve
from tests.fakes.github.shapes import node_id
from tests.fakes.github.state import Json, PullRequest, Repository

_CONTENTS, _PULLS, _CHECKS = Needs("contents"), Needs("pull_requests"), Needs("checks")
_QUEUES = Needs("merge_queues")


class Root:
    """Resolves the query's own fields for one caller."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def repository(self, _info: object, owner: str, name: str, **_: object) -> Json:
        found = self._visible(f"{owner}/{name}", Needs("metadata"))
        git = GitViews(found, self._call.world, lambda sha, asked: self._suites(found, sha, asked))

        def object_of(asked: Json) -> object:
            self._visible(found.full_name, _CONTENTS)
            return git.object(cast("str", asked.get("oid") or asked.get("expression")))

        def ref(asked: Json) -> object:
            self._visible(found.full_name, _CONTENTS)
            return git.ref(cast("str", asked["qualifiedName"]))

        return {
            "databaseId": found.id,
            "id": node_id("R", found.id),
            "isArchived": False,
            "isPrivate": found.private,
            "nameWithOwner": found.full_name,
            "defaultBranchRef": asking(lambda _: git.ref(f"refs/heads/{found.default_branch}")),
            "object": asking(object_of),
            "ref": asking(ref),
            "pullRequest": asking(lambda asked: self._pull(found, cast("int", asked["number"]), git)),
            "pullRequests": asking(lambda asked: self._pulls(found, asked, git)),
            "mergeQueue": asking(lambda asked: self._queue(found, cast("str | None", asked.get("branch")), git)),
        }

    def _visible(self, full_name: str, needs: Needs) -> Repository:
        try:
            return find_repository(self._call, full_name, needs)
        except ApiError as error:
            if error.status == 403:
                raise Unavailable("FORBIDDEN", "Resource not accessible by integration") from None
            message = f"Could not resolve to a Repository with the name '{full_name}'."
            raise Unavailable("NOT_FOUND", message) from None

    def _threads(self, pull: PullRequest) -> Callable[[Json], Json]:
        viewer, movable = self._call.app.bot, may_resolve(self._call)
        return lambda asked: threads(pull, viewer, asked, movable=movable)

    def _suites(self, repo: Repository, sha: str, asked: Json) -> Json:
        self._visible(repo.full_name, _CHECKS)
        return suites(repo, sha, asked)

    def _pulls(self, repo: Repository, asked: Json, git: GitViews) -> Json:
        """The newest first; of one base branch, and in one of the states."""
        self._visible(repo.full_name, _PULLS)
        states, base = cast("list[str] | None", asked.get("states")), asked.get("baseRefName")
        shown = [
            self._pull(repo, pull.number, git)
            for pull in reversed(repo.pulls.values())
            if base in {None, pull.base_ref} and (states is None or _pull_facts(pull)["state"] in states)
        ]
        return connection(shown, asked)

    def _queue(self, repo: Repository, branch: str | None, git: GitViews) -> Json | None:
        """Null for a branch without a merge queue."""
        self._visible(repo.full_name, _QUEUES)
        entries = repo.merge_queues.get(branch or repo.default_branch)
        if entries is None:
            return None
        shown: list[Json] = [
            {
                "id": node_id("MQE", position),
                "position": position,
                "baseCommit": git.object(entry.base_sha),
                "headCommit": git.object(entry.head_sha),
                "pullRequest": asking(lambda _, number=entry.number: self._pull(repo, number, git)),
            }
            for position, entry in enumerate(entries, 1)
        ]
        return {"id": node_id("MQ", repo.id), "entries": asking(lambda asked: connection(shown, asked))}

    def _pull(self, repo: Repository, number: int, git: GitViews) -> Json:
        self._visible(repo.full_name, _PULLS)
        pull = repo.pulls.get(number)
        if pull is None:
            raise Unavailable("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return {
            **_pull_facts(pull),
            "assignees": asking(lambda asked: connection([actor(one) for one in pull.assignees], asked)),
            "author": actor(pull.author),
            "baseRef": asking(lambda _: git.ref(f"refs/heads/{pull.base_ref}")),
            "changedFiles": asking(lambda _: len(files_of(pull))),
            "commits": asking(lambda asked: connection(_commits(pull, git), asked)),
            "mergeCommit": asking(lambda _: git.object(pull.merge_sha) if pull.merge_sha else None),
            "labels": asking(lambda asked: connection([{"name": name} for name in pull.labels], asked)),
            "reviewThreads": asking(self._threads(pull)),
        }


def _commits(pull: PullRequest, git: GitViews) -> list[Json]:
    return [{"id": sha, "commit": git.object(sha)} for sha in own_commits(pull)]


def _pull_facts(pull: PullRequest) -> Json:
    head = pull.head_repository
    return {
        "baseRefName": pull.base_ref,
        "baseRefOid": pull.base_sha,
        "body": pull.body,
        "headRefName": pull.head_ref,
        "headRefOid": pull.head_sha,
        "headRepository": head and {"nameWithOwner": head.full_name, "id": node_id("R", head.id)},
        "id": node_id("PR", pull.id),
        "isCrossRepository": head is not pull.repository,
        "isDraft": pull.draft,
        "merged": pull.merged,
        "mergedAt": pull.merged_at or None,
        "number": pull.number,
        "state": "MERGED" if pull.merged else pull.state.upper(),
        "title": pull.title,
    }
