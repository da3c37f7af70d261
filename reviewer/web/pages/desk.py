"""What stands behind the pages, connected by the composition root."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.requests import Request

from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.recorded import History as CycleHistory
from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.signoff.settlement import PullRequestRecord
from reviewer.github.sign_in import GitHubSignIn
from reviewer.settings import SignInIdentity
from reviewer.web.pages.cookies import Place
from reviewer.web.pages.sessions import Now, Sessions
from reviewer.web.pages.visibility import Visibility

History = Callable[[int, int], Awaitable[PullRequestRecord | None]]
"""Repository's and pull request's number -> all that was kept of it; raises `StoreDown`."""


class Decay(Protocol):
    """The records of what becomes of rules; every call may raise `StoreDown`."""

    async def pull_request(self, repository_id: int, number: int) -> Sequence[RecordedCycle]:
        """The pushes of a pull request, oldest first."""
        ...

    async def repositories(self, repository_ids: Collection[int], days: int) -> CycleHistory:
        """The pushes of some repositories within the last `days`, oldest first."""
        ...

    async def aftermath(self, repository_id: int, days: int) -> Aftermath:
        """What happened within the last `days` after merges of a repository."""
        ...


class ClosedPages(Struct, frozen=True):
    """Nobody can sign in, so nothing is shown; `missing` names the settings that would change that."""

    missing: tuple[str, ...] = ()
    base_url: str = ""

    def at(self, path: str) -> str:
        """The address of one of our paths as the browser has to ask for it."""
        return f"{urlsplit(self.base_url).path}{path}"


class OpenPages(Struct, frozen=True):
    """Pages for those who sign in.

    Attributes:
        base_url: where people reach them.
    """

    github: GitHubSignIn
    sessions: Sessions
    visibility: Visibility
    history: History
    decay: Decay
    base_url: str

    def at(self, path: str) -> str:
        """The address of one of our paths as the browser has to ask for it: a proxy may add folders before it."""
        return f"{urlsplit(self.base_url).path}{path}"

    @property
    def origin(self) -> str:
        """The Origin of requests that come from our own pages."""
        address = urlsplit(self.base_url)
        return f"{address.scheme}://{address.netloc}"


Pages = ClosedPages | OpenPages


def open_pages(
    identity: SignInIdentity, github: GitHubSignIn, history: History, decay: Decay, now: Now = time.time
) -> OpenPages:
    """The pages of a service whose App may sign people in."""
    place = Place(https=identity.base_url.startswith("https://"))
    sessions = Sessions(identity.client_secret, place, now)
    return OpenPages(github, sessions, Visibility(github, now), history, decay, identity.base_url)


def pages_of(request: Request) -> Pages:
    """The pages of the application that serves `request`."""
    pages = request.app.state.pages
    if not isinstance(pages, ClosedPages | OpenPages):
        raise TypeError("the application was made without its pages")
    return pages
