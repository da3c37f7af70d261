"""Reviews and comments of people, as they are now; our reaction and our one reply."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.domain.signoff.acts import CommentNow, ReviewNow
from reviewer.github.answers import NotVisible
from reviewer.github.client import Installation
from reviewer.github.markers import is_reply, reply_marked
from reviewer.github.names import repository_path
from reviewer.github.people import GHOST, Part, User
from reviewer.ports import BeforeWrite

Reaction = Literal["+1", "-1", "confused", "eyes"]
_PAGE: Final = 100
_PAGES: Final = 20
_ONE_SECOND: Final = timedelta(seconds=1)


class _Review(Part):
    id: int
    user: User | None
    state: str
    commit_id: str | None
    body: str | None


class _Comment(Part):
    id: int
    user: User | None
    body: str | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class _App(Part):
    id: int


class _Listed(Part):
    id: int
    body: str | None
    performed_via_github_app: _App | None = None


_LISTED = TypeAdapter(list[_Listed])


async def read_review(api: Installation, key: PullRequestKey, number: int) -> ReviewNow | None:
    """The review; None when it is gone."""
    try:
        answer = await api.get(f"{repository_path(key)}/pulls/{key.number}/reviews/{number}")
    except NotVisible:
        return None
    found = answer.read(_Review)
    author = found.user.account if found.user is not None else GHOST
    return ReviewNow(found.id, author, found.state.upper(), found.commit_id or "", found.body or "")


async def read_comment(api: Installation, key: PullRequestKey, number: int) -> CommentNow | None:
    """The comment; None when it is gone."""
    try:
        answer = await api.get(f"{repository_path(key)}/issues/comments/{number}")
    except NotVisible:
        return None
    found = answer.read(_Comment)
    author = found.user.account if found.user is not None else GHOST
    made: datetime = found.created_at
    return CommentNow(found.id, author, found.body or "", made + _ONE_SECOND, edited=found.updated_at > made)


async def react(
    api: Installation, key: PullRequestKey, comment: int, reaction: Reaction, before_write: BeforeWrite
) -> None:
    """Show at a comment how it was taken; the same reaction again changes nothing, a comment that is gone neither."""
    path = f"{repository_path(key)}/issues/comments/{comment}/reactions"
    try:
        await api.write("POST", path, {"content": reaction}, before_write)
    except NotVisible:
        return


async def reply(api: Installation, key: PullRequestKey, body: str, before_write: BeforeWrite) -> None:
    """Say `body` in the one reply of the pull request: it is edited, and made where there is none."""
    marked = reply_marked(body)
    found = await _own_reply(api, key)
    if found is None:
        await api.write("POST", f"{repository_path(key)}/issues/{key.number}/comments", {"body": marked}, before_write)
    elif (found.body or "").rstrip() != marked.rstrip():
        await api.write("PATCH", f"{repository_path(key)}/issues/comments/{found.id}", {"body": marked}, before_write)


async def _own_reply(api: Installation, key: PullRequestKey) -> _Listed | None:
    """Our reply, found by its mark and by who wrote it: anybody may quote the mark."""
    for page in range(1, _PAGES + 1):
        path = f"{repository_path(key)}/issues/{key.number}/comments?per_page={_PAGE}&page={page}"
        answer = await api.get(path)
        try:
            listed = _LISTED.validate_python(answer.json())
        except ValidationError:
            raise HostDown(f"{answer.what}: GitHub's answer is not what it promises") from None
        for one in listed:
            by_us = one.performed_via_github_app is not None and one.performed_via_github_app.id == api.client.app_id
            if by_us and is_reply(one.body or ""):
                return one
        if len(listed) < _PAGE:
            return None
    return None
