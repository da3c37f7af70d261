"""Events that are about no single pull request: about a repository, a merge group or a whole installation."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.decay.merging import Reverted
from reviewer.domain.delivery import DeliveryId, PullRequestKey


class RepositoryKey(Struct, frozen=True):
    """One repository of one installation.

    Attributes:
        installation: id of the App's installation, which the access token is for.
        id: GitHub's number of the repository; survives a rename.
        full_name: "owner/name" as the event spells it.
    """

    installation: int
    id: int
    full_name: str

    def pull_request(self, number: int) -> PullRequestKey:
        """One of its pull requests."""
        return PullRequestKey(self.installation, self.id, self.full_name, number)


class Announcement(Struct, frozen=True):
    """One such event, as far as the queue cares.

    Attributes:
        event: GitHub's event name, as in X-GitHub-Event.
        repository_id: 0 for what is about a whole installation.
        head_sha: the commit that it is about; "" for any other.
        body: the raw bytes that were signed.
    """

    id: DeliveryId
    event: str
    action: str
    installation: int
    repository_id: int
    head_sha: str
    body: bytes

    @property
    def lock(self) -> str:
        """Of announcements with the same lock one is worked off at a time, in the order in which they came."""
        if self.head_sha:
            return f"{self.repository_id}/commit/{self.head_sha}"
        return f"{self.repository_id}/base" if self.repository_id else f"installation/{self.installation}"


class MergeGroup(Struct, frozen=True):
    """A merge queue's commit that waits for its checks.

    Attributes:
        base_sha: the commit that it was built on: the tip of the base branch, or the group before it.
        base_branch: where it will be merged, without refs/heads/.
        head_ref: the queue's own branch; it ends in the number of the last pull request.
    """

    repository: RepositoryKey
    head_sha: str
    base_sha: str
    base_branch: str
    head_ref: str

    @property
    def key(self) -> PullRequestKey:
        """Under which its check run is kept: a group is no pull request, and none has the number 0."""
        return self.repository.pull_request(0)


class GroupDestroyed(Struct, frozen=True):
    """The merge queue waits no longer for a commit."""

    group: MergeGroup


class ChecksAsked(Struct, frozen=True):
    """Somebody asked for all checks of a commit again.

    Attributes:
        numbers: the pull requests that GitHub names; of a fork's commit it names none.
    """

    repository: RepositoryKey
    head_sha: str
    numbers: tuple[int, ...]


class BaseMoved(Struct, frozen=True):
    """A branch has another tip.

    Attributes:
        paths: what the push changed; None when GitHub does not say all of it.
        reverts: what its commits take back.
    """

    repository: RepositoryKey
    branch: str
    paths: tuple[str, ...] | None
    reverts: tuple[Reverted, ...] = ()


class DefaultsMoved(Struct, frozen=True):
    """The organisation's configuration, which every repository's own is merged over, may be another one."""

    push: BaseMoved


class AccessGained(Struct, frozen=True):
    """The App may look at repositories from now on, or again; None for all of the installation."""

    installation: int
    repositories: tuple[RepositoryKey, ...] | None


class AccessLost(Struct, frozen=True):
    """The App may look at repositories no longer: their ids; None for all of the installation."""

    installation: int
    repositories: tuple[int, ...] | None


class RepositoryMoved(Struct, frozen=True):
    """A repository has another name or another owner, and so perhaps another installation."""

    repository: RepositoryKey


News = (
    MergeGroup | GroupDestroyed | ChecksAsked | BaseMoved | DefaultsMoved | AccessGained | AccessLost | RepositoryMoved
)
