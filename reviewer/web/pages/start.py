"""GET /: who is signed in, and where to find what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.errors import HostDown
from reviewer.web.pages.desk import ClosedPages, OpenPages, pages_of
from reviewer.web.pages.gate import for_visitors
from reviewer.web.pages.html import page
from reviewer.web.pages.sessions import Session
from reviewer.web.pages.sign_in import closed


async def start(request: Request) -> Response:
    """GET /."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    if pages.sessions.who(request) is None:
        return page(request, "start.html", known=True, installations=())
    return await for_visitors(request, _shown)


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    try:
        installations = await pages.github.installations(session.token)
    except HostDown:  # the page leads to others all the same
        installations = None
    return page(
        request, "start.html", session=session, known=installations is not None, installations=installations or ()
    )
