"""Pull requests: the object, its files, its commits, and the comparison behind them."""

from __future__ import annotations

import re

from starlette.responses import Response

from tests.fakes.github import shapes
from tests.fakes.github.answers import answer, not_found, page_numbers, paged
from tests.fakes.github.by_ids import by_ids
from tests.fakes.github.diffs import ChangedFile, changed_files, merge_base
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.git import GitStore
from tests.fakes.github.state import Json, PullRequest, Repository
from tests.fakes.github.world import World

_COMPARE_FILES = 300
_COMPARE_COMMITS = 250
_PULL_COMMITS = 250
_READ = Needs("pull_requests")


def pull_of(call: Call, needs: Needs = _READ) -> PullRequest:
    found = call.repository(needs).pulls.get(int(call.path("number")))
    if found is None:
        raise not_found()
    return found


def files_of(pull: PullRequest, head: str | None = None) -> tuple[ChangedFile, ...]:
    """The pull request's own changes: from the merge base, not from the base branch's tip."""
    git = pull.repository.git
    head = head or pull.head_sha
    return changed_files(git, merge_base(git, git.resolve(f"refs/heads/{pull.base_ref}"), head), head)


@by_ids
def commits_between(git: GitStore, base: str, head: str) -> tuple[str, ...]:
    """Ids of the commits on head but not on base, both given by id, oldest first."""
    return tuple(git.text("rev-list", "--reverse", "--topo-order", f"{base}..{head}").splitlines())


def own_commits(pull: PullRequest) -> tuple[str, ...]:
    """Ids of the commits that merging would bring, or has brought, oldest first."""
    if pull.merged_commits:
        return pull.merged_commits
    git = pull.repository.git
    return commits_between(git, git.resolve(f"refs/heads/{pull.base_ref}"), pull.head_sha)


def pull_shape(pull: PullRequest, root: str) -> Json:
    return shapes.pull(pull, root, files_of(pull), len(own_commits(pull)))


def get_pull(call: Call) -> Response:
    return answer(pull_shape(pull_of(call), call.root))


def list_pulls(call: Call) -> Response:
    state = call.request.query_params.get("state", "open")
    pulls = [p for p in call.repository(_READ).pulls.values() if state in {"all", p.state}]
    page, headers = paged(call.request, list(reversed(pulls)))
    return answer([pull_shape(pull, call.root) for pull in page], headers=headers)


def list_files(call: Call) -> Response:
    """Stops at 3,000 files without a word."""
    files = files_of(pull_of(call))[: call.world.files_cap]
    page, headers = paged(call.request, files)
    return answer([shapes.changed_file(file, call.world.patch_lines) for file in page], headers=headers)


def list_commits(call: Call) -> Response:
    pull = pull_of(call)
    git = pull.repository.git
    page, headers = paged(call.request, own_commits(pull)[:_PULL_COMMITS])
    return answer([commit_shape(call.world, git, sha) for sha in page], headers=headers)


def compare(call: Call) -> Response:
    """`BASE...HEAD`: files on the first page only, 250 commits unless paged."""
    repo = call.repository(Needs("contents"))
    base, dots, head = call.path("basehead").partition("...")
    base_sha, head_sha = _commit(repo, base), _commit(repo, head)
    if not dots or base_sha is None or head_sha is None:
        raise not_found()
    git = repo.git
    start = merge_base(git, base_sha, head_sha)
    commits = commits_between(git, base_sha, head_sha)
    size, page = page_numbers(call.request)
    if call.request.query_params.keys() & {"per_page", "page"}:
        listed = commits[(page - 1) * size : page * size]
    else:
        listed = commits[-_COMPARE_COMMITS:]
    files = changed_files(git, start, head_sha)[:_COMPARE_FILES] if page == 1 else ()
    return answer(
        {
            "base_commit": commit_shape(call.world, git, base_sha),
            "merge_base_commit": commit_shape(call.world, git, start),
            "status": "ahead" if start == base_sha else "diverged",
            "ahead_by": len(commits),
            "behind_by": len(commits_between(git, head_sha, base_sha)),
            "total_commits": len(commits),
            "commits": [commit_shape(call.world, git, sha) for sha in listed],
            "files": [shapes.changed_file(file, call.world.patch_lines) for file in files],
        }
    )


def _commit(repo: Repository, name: str) -> str | None:
    """A branch, a tag or a full commit id; nothing else."""
    if re.fullmatch(r"[0-9a-f]{40}", name):
        return repo.git.find(f"{name}^{{commit}}")
    return repo.git.find(f"refs/heads/{name}") or repo.git.find(f"refs/tags/{name}^{{commit}}")


def get_commit(call: Call) -> Response:
    repo = call.repository(Needs("contents"))
    sha = _commit(repo, call.path("ref"))
    if sha is None:
        raise not_found()
    return answer(commit_shape(call.world, repo.git, sha))


def commit_shape(world: World, git: GitStore, sha: str) -> Json:
    author, committer, message, tree, parents = commit_facts(git, sha)
    logins = {account.signature.email: account for account in world.accounts.values()}
    known = [logins.get(str(who["email"])) for who in (author, committer)]
    return {
        "sha": sha,
        "commit": {"author": author, "committer": committer, "message": message, "tree": {"sha": tree}},
        "author": shapes.user(known[0]) if known[0] else None,
        "committer": shapes.user(known[1]) if known[1] else None,
        "parents": [{"sha": parent} for parent in parents],
    }


@by_ids
def commit_facts(git: GitStore, sha: str) -> tuple[Json, Json, str, str, tuple[str, ...]]:
    fields = "%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%T%x00%P%x00%B"
    facts = git.text("show", "-s", f"--format={fields}", sha).split("\0")
    author: Json = {"name": facts[0], "email": facts[1], "date": facts[2]}
    committer: Json = {"name": facts[3], "email": facts[4], "date": facts[5]}
    return author, committer, facts[8].strip("\n"), facts[6], tuple(facts[7].split())
