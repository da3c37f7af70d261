"""What stands before every page about a repository: who is asking, and may this visitor see it?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.errors import HostDown, StoreDown
from reviewer.github.sign_in import SignedOut
from reviewer.web.pages.desk import ClosedPages, OpenPages, pages_of
from reviewer.web.pages.html import message
from reviewer.web.pages.paths import is_name
from reviewer.web.pages.sessions import Session
from reviewer.web.pages.sign_in import closed, signed_out, to_sign_in

READ_SECONDS: Final = 5.0
"""How long a page waits for its records."""
_log = structlog.get_logger(__name__)

Show = Callable[[Request, OpenPages, Session], Awaitable[Response]]


async def for_visitors(request: Request, show: Show) -> Response:
    """What `show` answers to somebody who is signed in; everybody else is sent to sign in first."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    session = pages.sessions.who(request)
    if session is None:
        return to_sign_in(request, pages)
    try:
        return await show(request, pages, session)
    except SignedOut:
        return signed_out(request, pages)
    except HostDown as problem:
        _log.warning("a page is not shown", why=str(problem))
        says = "GitHub does not say at the moment what you may see, so nothing is shown. Try again in a minute."
    except StoreDown as problem:
        _log.error("a page is not shown", why=str(problem))
        says = "The records cannot be read at the moment. Try again in a minute."
    return message(request, "Not now", says, status=503, session=session)


async def visible_repository(request: Request, pages: OpenPages, session: Session) -> int | None:
    """GitHub's number of the repository in the path; None for what is not there or not for this visitor.

    Raises:
        SignedOut, HostDown
    """
    owner, name = request.path_params["owner"], request.path_params["name"]
    if not (is_name(owner) and is_name(name)):
        return None
    return await pages.visibility.repository_id(session.token, owner, name)


def nothing(request: Request, session: Session) -> Response:
    """One answer for what does not exist and for what this visitor may not see."""
    return message(
        request,
        "Not found",
        f"There is no such page, or {session.login} may not see it.",
        "Where an organization uses single sign-on, sign in to it at GitHub first.",
        status=404,
        session=session,
    )
