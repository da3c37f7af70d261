"""What people do: commit, open pull requests, push, fork. Nobody is told; see `webhooks`."""

from __future__ import annotations

from tests.fakes.github.fast_import import Files, Signature
from tests.fakes.github.state import PullRequest, Repository
from tests.fakes.github.world import World


def commit(
    world: World,
    repository: Repository,
    branch: str,
    files: Files,
    *,
    message: str = "change",
    author: str | Signature = "ana",
    committer: Signature | None = None,
    parents: tuple[str, ...] | None = None,
) -> str:
    """A commit on a branch, without telling anybody; see `push` for a pull request's head."""
    who = author if isinstance(author, Signature) else world.account(author).signature
    return repository.git.commit(branch, files, message=message, author=who, committer=committer, parents=parents)


def branch(repository: Repository, name: str, at: str = "main") -> None:
    """A new branch where another one stands."""
    repository.git.set_ref(
        f"refs/heads/{name}", repository.git.resolve(at if at.startswith("refs/") else f"refs/heads/{at}")
    )


def open_pull(
    world: World,
    repository: Repository,
    head: str,
    *,
    base: str = "main",
    author: str = "ana",
    title: str = "Change",
    body: str = "",
    draft: bool = False,
    fork: Repository | None = None,
) -> PullRequest:
    """Opens a pull request from a branch of the repository, or of a fork of it."""
    source = fork or repository
    made = PullRequest(
        repository=repository,
        id=next(world.ids),
        number=len(repository.pulls) + 1,
        author=world.account(author),
        title=title,
        body=body,
        base_ref=base,
        base_sha=repository.git.resolve(f"refs/heads/{base}"),
        head_ref=head,
        head_repository=source,
        head_label=f"{source.owner.login}:{head}",
        heads=[],
        draft=draft,
    )
    repository.pulls[made.number] = made
    synchronize(made)
    return made


def push(
    world: World,
    pull: PullRequest,
    files: Files,
    *,
    message: str = "more",
    author: str | Signature = "ana",
    committer: Signature | None = None,
    parents: tuple[str, ...] | None = None,
) -> str:
    """A commit on the pull request's branch, which thereby gets a new head; its id."""
    assert pull.head_repository is not None, "the fork is gone"
    commit(
        world,
        pull.head_repository,
        pull.head_ref,
        files,
        message=message,
        author=author,
        committer=committer,
        parents=parents,
    )
    return synchronize(pull)


def synchronize(pull: PullRequest) -> str:
    """Takes the branch's tip as the pull request's head; its id."""
    source, into = pull.head_repository, pull.repository.git
    assert source is not None, "the fork is gone"
    tip = source.git.resolve(f"refs/heads/{pull.head_ref}")
    if source.git is not into:
        into.take(source.git, f"refs/heads/{pull.head_ref}", f"refs/pull/{pull.number}/head")
    into.set_ref(f"refs/pull/{pull.number}/head", tip)
    pull.base_sha = into.resolve(f"refs/heads/{pull.base_ref}")
    pull.heads.append(tip)
    return tip


def fork(world: World, repository: Repository, owner: str) -> Repository:
    """A repository of another owner with the same branches."""
    made = world.repository(f"{owner}/{repository.name}", private=repository.private)
    made.owner.kind = "User"
    made.git.take(repository.git, "refs/heads/*", "refs/heads/*")
    return made
