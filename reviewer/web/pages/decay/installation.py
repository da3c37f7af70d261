"""GET /installations/{number}: the repositories of an installation that the visitor may read, and no other."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.links import DECAY_URL
from reviewer.web.deadline import within
from reviewer.web.pages.decay.installation_view import installation_view
from reviewer.web.pages.decay.repository import PERIODS, period
from reviewer.web.pages.desk import OpenPages
from reviewer.web.pages.gate import READ_SECONDS, for_visitors, nothing
from reviewer.web.pages.html import page
from reviewer.web.pages.sessions import Session

_LARGEST_NUMBER: Final = 2**63 - 1


async def installation(request: Request) -> Response:
    """GET /installations/{number}."""
    return await for_visitors(request, _shown)


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    number = request.path_params["number"]
    if not 0 < number <= _LARGEST_NUMBER:
        return nothing(request, session)
    repositories = await pages.github.repositories_of(session.token, number)
    if not repositories:
        return nothing(request, session)
    days = period(request)
    history = await within(READ_SECONDS, pages.decay.repositories([it.id for it in repositories], days))
    view = await asyncio.to_thread(installation_view, repositories, history, days)
    return page(request, "installation.html", session=session, it=view, number=number, periods=PERIODS, guide=DECAY_URL)
