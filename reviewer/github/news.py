"""Payloads about a repository, a merge group or an installation: what they announce."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final, assert_never

from reviewer.config import ORGANISATION_REPOSITORY, PATHS
from reviewer.domain.announcement import (
    AccessGained,
    AccessLost,
    Announcement,
    BaseMoved,
    ChecksAsked,
    DefaultsMoved,
    GroupDestroyed,
    MergeGroup,
    News,
    RepositoryKey,
    RepositoryMoved,
)
from reviewer.domain.base_push import may_concern
from reviewer.domain.decay.merging import Reverted, reverts_in
from reviewer.github.names import CHECK_NAME, owner_and_name
from reviewer.github.payload_parts import (
    FullName,
    Id,
    InstallationPart,
    Model,
    Number,
    Part,
    RepositoryPart,
    Sha,
    delivery_id,
    read,
)

_BRANCH: Final = "refs/heads/"
_QUEUES: Final = "gh-readonly-queue/"
"""Branches of merge queues; no pull request goes there."""
_GROUP_RUN: Final = re.compile(r"0:(?P<sha>[0-9a-f]{40}|[0-9a-f]{64})")
_ALL_COMMITS: Final = 2048
"""GitHub lists no more commits of one push."""
_GAINED: Final = frozenset({"created", "unsuspend", "new_permissions_accepted"})
_LOST: Final = frozenset({"deleted", "suspend"})
_MOVED: Final = frozenset({"renamed", "transferred"})


class _Action(Part):
    action: str = ""


class _Event(_Action):
    installation: InstallationPart
    repository: RepositoryPart

    def place(self) -> RepositoryKey:
        return RepositoryKey(self.installation.id, self.repository.id, self.repository.full_name)


class _Group(Part):
    head_sha: Sha
    head_ref: str
    base_sha: Sha
    base_ref: str


class _GroupEvent(_Event):
    merge_group: _Group

    def group(self) -> MergeGroup:
        it = self.merge_group
        return MergeGroup(self.place(), it.head_sha, it.base_sha, it.base_ref.removeprefix(_BRANCH), it.head_ref)


class _WhereItGoes(Part):
    id: Id


class _Base(Part):
    repo: _WhereItGoes | None = None


class _Named(Part):
    number: Number
    base: _Base | None = None


class _Suite(Part):
    head_sha: Sha
    pull_requests: tuple[_Named, ...] = ()


class _SuiteEvent(_Event):
    check_suite: _Suite


class _Run(Part):
    name: str
    external_id: str | None = None


class _RunEvent(_Event):
    check_run: _Run


class _Pushed(Part):
    id: str = ""
    message: str | None = None
    added: list[str] | None = None
    modified: list[str] | None = None
    removed: list[str] | None = None


class _PushedRepository(RepositoryPart):
    default_branch: str = ""


class _PushEvent(Part):
    ref: str
    deleted: bool = False
    forced: bool = False
    commits: tuple[_Pushed, ...] = ()
    installation: InstallationPart
    repository: _PushedRepository


class _Listed(Part):
    id: Id
    full_name: FullName


class _InstallationEvent(_Action):
    installation: InstallationPart
    repositories: tuple[_Listed, ...] | None = None
    repositories_added: tuple[_Listed, ...] = ()
    repositories_removed: tuple[_Listed, ...] = ()


def read_announcement(event: str, guid: str, body: bytes) -> Announcement | None:
    """Read an event whose signature has been checked; None for what asks for no work.

    Raises:
        BadPayload: it is no JSON, or a field is missing; with the field's place.
    """
    news = _news(event, body)
    if news is None:
        return None
    installation, repository_id, head_sha = _about(news)
    action = read(_Action, body).action
    return Announcement(delivery_id(guid), event, action, installation, repository_id, head_sha, body)


def read_news(announcement: Announcement) -> News | None:
    """What an announcement that was taken in says; None when it says nothing to this version."""
    return _news(announcement.event, announcement.body)


def _news(event: str, body: bytes) -> News | None:
    reader = _READERS.get(event)
    return reader(body) if reader is not None else None


def _about(news: News) -> tuple[int, int, str]:
    """Installation, repository (0 for all of it), and commit ("" for none)."""
    match news:
        case MergeGroup(place, head_sha) | ChecksAsked(place, head_sha):
            return place.installation, place.id, head_sha
        case GroupDestroyed(group):
            return _about(group)
        case BaseMoved(place) | DefaultsMoved(BaseMoved(place)) | RepositoryMoved(place):
            return place.installation, place.id, ""
        case AccessGained(installation) | AccessLost(installation):
            return installation, 0, ""
        case _:
            assert_never(news)


def _merge_group(body: bytes) -> News | None:
    match _action(_GroupEvent, body, {"checks_requested", "destroyed"}):
        case None:
            return None
        case it if it.action == "destroyed":
            return GroupDestroyed(it.group())
        case it:
            return it.group()


def _check_suite(body: bytes) -> News | None:
    """All checks again: of every pull request of this repository that the suite names."""
    it = _action(_SuiteEvent, body, {"rerequested"})
    if it is None:
        return None
    here = [
        one.number
        for one in it.check_suite.pull_requests
        if one.base is None or one.base.repo is None or one.base.repo.id == it.repository.id
    ]
    return ChecksAsked(it.place(), it.check_suite.head_sha, tuple(dict.fromkeys(here)))


def _check_run(body: bytes) -> News | None:
    """The check run of a merge group again; those of pull requests are deliveries of their own."""
    it = _action(_RunEvent, body, {"rerequested"})
    if it is None or it.check_run.name != CHECK_NAME:
        return None
    found = _GROUP_RUN.fullmatch(it.check_run.external_id or "")
    return None if found is None else ChecksAsked(it.place(), found["sha"], ())


def _push(body: bytes) -> News | None:
    """A branch has moved: what was said of open pull requests that go there may change, or something is taken back.

    The default branch of the organisation's own repository holds what every repository is judged by.
    """
    it = read(_PushEvent, body)
    branch = it.ref.removeprefix(_BRANCH)
    if it.deleted or branch == it.ref or branch.startswith(_QUEUES):
        return None
    place = RepositoryKey(it.installation.id, it.repository.id, it.repository.full_name)
    is_default = branch == it.repository.default_branch
    moved = BaseMoved(place, branch, _paths(it), _reverts(it) if is_default else ())
    if is_default and owner_and_name(place.full_name)[1] == ORGANISATION_REPOSITORY and _may_hold(moved.paths, PATHS):
        return DefaultsMoved(moved)
    return moved if moved.reverts or moved.paths is None or may_concern(moved.paths, PATHS) else None


def _paths(it: _PushEvent) -> tuple[str, ...] | None:
    """What a push changed; None when GitHub does not say all of it."""
    if it.forced or len(it.commits) >= _ALL_COMMITS:
        return None
    lists = (paths for one in it.commits for paths in (one.added, one.modified, one.removed) if paths)
    return tuple(dict.fromkeys(path for paths in lists for path in paths))


def _reverts(it: _PushEvent) -> tuple[Reverted, ...]:
    named = it.repository.full_name
    return tuple(one for made in it.commits for one in reverts_in(made.id, [made.message or ""], named))


def _may_hold(pushed: Collection[str] | None, paths: Collection[str]) -> bool:
    return pushed is None or not set(paths).isdisjoint(pushed)


def _installation(body: bytes) -> News | None:
    it = _action(_InstallationEvent, body, _GAINED | _LOST)
    if it is None:
        return None
    number = it.installation.id
    if it.action in _LOST:
        return AccessLost(number, None)
    return AccessGained(number, None if it.repositories is None else _keys(number, it.repositories))


def _installation_repositories(body: bytes) -> News | None:
    it = _action(_InstallationEvent, body, {"added", "removed"})
    if it is None:
        return None
    number = it.installation.id
    if it.action == "added":
        return AccessGained(number, _keys(number, it.repositories_added))
    return AccessLost(number, tuple(one.id for one in it.repositories_removed))


def _keys(installation: int, listed: tuple[_Listed, ...]) -> tuple[RepositoryKey, ...]:
    return tuple(RepositoryKey(installation, one.id, one.full_name) for one in listed)


def _repository(body: bytes) -> News | None:
    it = _action(_Event, body, _MOVED | {"deleted"})
    if it is None:
        return None
    return RepositoryMoved(it.place()) if it.action in _MOVED else AccessLost(it.installation.id, (it.repository.id,))


def _action(model: type[Model], body: bytes, wanted: set[str] | frozenset[str]) -> Model | None:
    """The event, if its action is one of these: what has another one may look like anything."""
    return read(model, body) if read(_Action, body).action in wanted else None


_READERS: Final[Mapping[str, Callable[[bytes], News | None]]] = {
    "merge_group": _merge_group,
    "check_suite": _check_suite,
    "check_run": _check_run,
    "push": _push,
    "installation": _installation,
    "installation_repositories": _installation_repositories,
    "repository": _repository,
}
ANNOUNCING: Final = frozenset(_READERS)
"""The events that are read here."""
