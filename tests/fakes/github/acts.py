"""What people do: commit, open pull requests, push, fork. Nobody is told; see `webhooks`."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.fakes.github.api_issues import say
from tests.fakes.github.api_pulls import own_commits
from tests.fakes.github.api_reviews import add_reply, add_review
from tests.fakes.github.fast_import import Files, Signature
from tests.fakes.github.graphql_people import GITHUB
from tests.fakes.github.review_rules import ReviewBody
from tests.fakes.github.state import IssueComment, PullRequest, Repository, Review, ReviewComment
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


def merge(world: World, pull: PullRequest, *, at: str = "", message: str = "", by: str = "ana") -> str:
    """Somebody presses the button: one commit on the base branch with all that the head has; its id."""
    store = pull.repository.git
    pull.merged_commits = own_commits(pull)
    base = store.resolve(f"refs/heads/{pull.base_ref}")
    names = store.text("diff", "--name-only", "-z", f"{base}...{pull.head_sha}").split("\0")
    files = {name: store.object(store.resolve(f"{pull.head_sha}:{name}")) for name in names if name}
    pull.merge_sha = commit(
        world,
        pull.repository,
        pull.base_ref,
        {name: found[1] for name, found in files.items() if found is not None},
        message=message or f"Merge pull request #{pull.number}\n\n{pull.title}",
        author=by,
        parents=(base, pull.head_sha),
    )
    pull.merged, pull.state = True, "closed"
    pull.merged_at = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return pull.merge_sha


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


def review(
    world: World, pull: PullRequest, author: str, event: str, body: str = "", commit: str | None = None
) -> Review:
    """Somebody reviews: event APPROVE, REQUEST_CHANGES or COMMENT, at the head unless a commit is given."""
    given = ReviewBody.model_validate({"event": event, "body": body, "commit_id": commit or pull.head_sha})
    return add_review(world, pull, world.account(author), given)


def dismiss(review: Review) -> None:
    """Somebody with the right to do so dismisses a review."""
    review.state = "DISMISSED"


def reply(world: World, pull: PullRequest, author: str, to: ReviewComment, body: str) -> ReviewComment:
    """Somebody answers in a thread."""
    return add_reply(world, pull, to, world.account(author), body)


def comment(world: World, pull: PullRequest, author: str, body: str) -> IssueComment:
    """Somebody says something in the conversation."""
    return say(world, pull, world.account(author), body)


def edit_comment(made: IssueComment, body: str) -> str:
    """Somebody edits a comment, at least a second later; what it said before."""
    before, made.body = made.body, body
    made.updated_at = "2099-01-01T00:00:00Z"
    return before


def delete_comment(pull: PullRequest, made: IssueComment) -> None:
    pull.talk.remove(made)


def update_branch(world: World, pull: PullRequest, by: str) -> str:
    """The button "Update branch": GitHub merges the base and commits it in the name of whoever pressed it."""
    assert pull.head_repository is not None, "the fork is gone"
    store = pull.head_repository.git
    base, head = store.resolve(f"refs/heads/{pull.base_ref}"), pull.head_sha
    names = store.text("diff", "--name-only", "-z", f"{head}...{base}").split("\0")
    files = {name: store.object(store.resolve(f"{base}:{name}")) for name in names if name}
    return push(
        world,
        pull,
        {name: found[1] for name, found in files.items() if found is not None},
        message=f"Merge branch '{pull.base_ref}' into {pull.head_ref}",
        author=by,
        committer=GITHUB,
        parents=(head, base),
    )
