"""GET / and GET /repos/{owner}/{name}/pulls/{number}: for visitors who may see the repository, and nobody else."""

from __future__ import annotations

from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.errors import HostDown, StoreDown
from reviewer.github.sign_in import SignedOut
from reviewer.web.deadline import within
from reviewer.web.pages.desk import ClosedPages, OpenPages, pages_of
from reviewer.web.pages.html import message, page
from reviewer.web.pages.paths import is_name
from reviewer.web.pages.sessions import Session
from reviewer.web.pages.sign_in import closed, signed_out, to_sign_in
from reviewer.web.pages.views import view_of

_READ_SECONDS: Final = 5.0
_LARGEST_NUMBER: Final = 2**31 - 1
_log = structlog.get_logger(__name__)


async def start(request: Request) -> Response:
    """GET /: who is signed in, and where to find what."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    return page(request, "start.html", session=pages.sessions.who(request))


async def pull_request(request: Request) -> Response:
    """GET /repos/{owner}/{name}/pulls/{number}."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    session = pages.sessions.who(request)
    if session is None:
        return to_sign_in(request, pages)
    try:
        return await _shown(request, pages, session)
    except SignedOut:
        return signed_out(request, pages)
    except HostDown as problem:
        _log.warning("a page is not shown", why=str(problem))
        says = "GitHub does not say at the moment what you may see, so nothing is shown. Try again in a minute."
    except StoreDown as problem:
        _log.error("a page is not shown", why=str(problem))
        says = "The records cannot be read at the moment. Try again in a minute."
    return message(request, "Not now", says, status=503, session=session)


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    owner, name = request.path_params["owner"], request.path_params["name"]
    number = request.path_params["number"]
    if not (is_name(owner) and is_name(name) and 0 < number <= _LARGEST_NUMBER):
        return _nothing(request, session)
    repository_id = await pages.visibility.repository_id(session.token, owner, name)
    if repository_id is None:
        return _nothing(request, session)
    record = await within(_READ_SECONDS, pages.history(repository_id, number))
    if record is None:
        says = f"Holdfast has not reviewed pull request {number} of {owner}/{name} yet."
        return message(request, "Nothing here yet", says, status=404, session=session)
    return page(request, "pull_request.html", session=session, it=view_of(record, pages.github.web_url))


def _nothing(request: Request, session: Session) -> Response:
    """One answer for what does not exist and for what this visitor may not see."""
    return message(
        request,
        "Not found",
        f"There is no such page, or {session.login} may not see it.",
        "Where an organization uses single sign-on, sign in to it at GitHub first.",
        status=404,
        session=session,
    )
