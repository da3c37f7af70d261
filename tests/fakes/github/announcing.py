"""Webhooks that are about no single pull request: merge groups, suites, pushes, installations, repositories."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.github import shapes
from tests.fakes.github.people import Account, App, Installation
from tests.fakes.github.state import CheckRun, Json, PullRequest, QueueEntry, Repository
from tests.fakes.github.webhooks import Event
from tests.fakes.github.world import World


def merge_group_event(
    world: World, repository: Repository, entry: QueueEntry, action: str = "checks_requested", base: str = "main"
) -> Event:
    """`merge_group`: destroyed carries the reason."""
    group: Json = {
        "head_sha": entry.head_sha,
        "head_ref": entry.head_ref,
        "base_sha": entry.base_sha,
        "base_ref": f"refs/heads/{base}",
        "head_commit": {"id": entry.head_sha, "message": "Merge"},
    }
    more: Json = {"reason": "dequeued"} if action == "destroyed" else {}
    return Event("merge_group", {"action": action, "merge_group": group, **more, **_common(world, repository)})


def check_suite_event(
    world: World, pulls: Sequence[PullRequest], head_sha: str, app: App, action: str = "rerequested"
) -> Event:
    """`check_suite`: names the pull requests from branches of the repository itself, never those of forks."""
    repository = pulls[0].repository
    own = [pull for pull in pulls if pull.head_repository is repository]
    suite: Json = {
        "id": 1,
        "head_sha": head_sha,
        "head_branch": own[0].head_ref if own else None,
        "status": "completed",
        "app": shapes.app(app),
        "pull_requests": [_minimal(pull) for pull in own],
    }
    return Event("check_suite", {"action": action, "check_suite": suite, **_common(world, repository)})


def group_run_event(world: World, repository: Repository, run: CheckRun) -> Event:
    """`check_run` rerequested at a commit of the merge queue, which has no pull request."""
    shown: Json = {
        "id": run.id,
        "name": run.name,
        "head_sha": run.head_sha,
        "external_id": run.external_id,
        "app": shapes.app(run.app),
        "pull_requests": [],
    }
    return Event("check_run", {"action": "rerequested", "check_run": shown, **_common(world, repository)})


def push_event(
    world: World, repository: Repository, paths: Sequence[str], branch: str = "main", changes: Json | None = None
) -> Event:
    """`push` of one commit that modified these paths."""
    tip = repository.git.resolve(f"refs/heads/{branch}")
    commit: Json = {"id": tip, "message": "change", "added": [], "modified": list(paths), "removed": []}
    payload: Json = {
        "ref": f"refs/heads/{branch}",
        "before": "0" * 40,
        "after": tip,
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [commit],
        "pusher": {"name": "ana", "email": None},
    }
    return Event("push", {**payload, **(changes or {}), **_common(world, repository)})


def installation_event(
    world: World, installation: Installation, action: str, repositories: Sequence[Repository] | None = None
) -> Event:
    """`installation`: created lists the repositories."""
    payload: Json = {"action": action, "installation": _installation(installation), "sender": _sender(world)}
    if repositories is not None:
        payload["repositories"] = [_listed(one) for one in repositories]
    return Event("installation", payload)


def installation_repositories_event(
    world: World, installation: Installation, action: str, repositories: Sequence[Repository]
) -> Event:
    """`installation_repositories`: added or removed."""
    listed = [_listed(one) for one in repositories]
    payload: Json = {
        "action": action,
        "installation": _installation(installation),
        "repository_selection": "selected",
        "repositories_added": listed if action == "added" else [],
        "repositories_removed": listed if action == "removed" else [],
        "requester": None,
        "sender": _sender(world),
    }
    return Event("installation_repositories", payload)


def repository_event(world: World, repository: Repository, action: str, changes: Json | None = None) -> Event:
    """`repository`: renamed and transferred carry what was there before."""
    payload: Json = {"action": action, **_common(world, repository)}
    return Event("repository", payload if changes is None else {**payload, "changes": changes})


def _common(world: World, repository: Repository) -> Json:
    installation = world.installation_for(repository)
    common: Json = {
        "repository": shapes.repository(repository, world.root),
        "organization": shapes.user(repository.owner),
        "sender": _sender(world),
    }
    if installation is not None:
        common["installation"] = {"id": installation.id, "node_id": shapes.node_id("IN", installation.id)}
    return common


def _sender(world: World) -> Json:
    sender: Account = world.account("ana")
    return shapes.user(sender)


def _installation(installation: Installation) -> Json:
    return {
        "id": installation.id,
        "account": shapes.user(installation.account),
        "app_id": installation.app.id,
        "app_slug": installation.app.slug,
        "permissions": dict(installation.permissions),
        "events": list(installation.app.events),
        "repository_selection": "all",
        "suspended_at": "2026-01-01T00:00:00Z" if installation.suspended else None,
    }


def _listed(repository: Repository) -> Json:
    return {
        "id": repository.id,
        "node_id": shapes.node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.private,
    }


def _minimal(pull: PullRequest) -> Json:
    """A pull request as checks name it."""
    where = {"id": pull.repository.id, "name": pull.repository.name}
    return {
        "id": pull.id,
        "number": pull.number,
        "head": {"ref": pull.head_ref, "sha": pull.head_sha, "repo": where},
        "base": {"ref": pull.base_ref, "sha": pull.base_sha, "repo": where},
    }
