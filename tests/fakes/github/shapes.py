"""GitHub's JSON for people, repositories and pull requests, in REST answers and webhooks alike."""

from __future__ import annotations

import base64

from tests.fakes.github.diffs import ChangedFile
from tests.fakes.github.people import Account, App
from tests.fakes.github.state import Json, PullRequest, Repository


def node_id(kind: str, number: int) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{number}".encode()).decode()


def user(account: Account) -> Json:
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("U", account.id),
        "type": account.kind,
        "site_admin": False,
    }


def repository(repo: Repository, root: str) -> Json:
    return {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
        "owner": user(repo.owner),
        "fork": False,
        "url": f"{root}/repos/{repo.full_name}",
        "default_branch": repo.default_branch,
        "archived": repo.archived,
        "disabled": False,
        "visibility": "private" if repo.private else "public",
    }


def app(made: App) -> Json:
    return {
        "id": made.id,
        "slug": made.slug,
        "client_id": made.client_id,
        "node_id": node_id("A", made.id),
        "name": made.slug.title(),
        "permissions": dict(made.permissions),
        "events": list(made.events),
    }


def pull(pr: PullRequest, root: str, files: tuple[ChangedFile, ...], commits: int) -> Json:
    head = pr.head_repository
    return {
        "id": pr.id,
        "node_id": node_id("PR", pr.id),
        "number": pr.number,
        "url": f"{root}/repos/{pr.repository.full_name}/pulls/{pr.number}",
        "state": pr.state,
        "locked": False,
        "title": pr.title,
        "body": pr.body or None,
        "user": user(pr.author),
        "labels": [{"id": n, "name": name} for n, name in enumerate(pr.labels, 1)],
        "draft": pr.draft,
        "merged": pr.merged,
        "mergeable": None,  # a background job has not run yet
        "mergeable_state": "unknown",
        "author_association": "CONTRIBUTOR",
        "head": {
            "label": pr.head_label,
            "ref": pr.head_ref,
            "sha": pr.head_sha,
            "user": user(head.owner) if head else None,
            "repo": repository(head, root) if head else None,
        },
        "base": {
            "label": f"{pr.repository.owner.login}:{pr.base_ref}",
            "ref": pr.base_ref,
            "sha": pr.base_sha,
            "user": user(pr.repository.owner),
            "repo": repository(pr.repository, root),
        },
        "commits": commits,
        "changed_files": len(files),
        "additions": sum(file.additions for file in files),
        "deletions": sum(file.deletions for file in files),
    }


def changed_file(file: ChangedFile, patch_lines: int) -> Json:
    shape: Json = {
        "sha": file.oid,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
    }
    if file.previous_path is not None:
        shape["previous_filename"] = file.previous_path
    if file.patch is not None and file.patch.count("\n") < patch_lines:
        shape["patch"] = file.patch
    return shape
