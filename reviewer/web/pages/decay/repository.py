"""GET /repos/{owner}/{name} and its exports: for visitors who may see the repository, and nobody else.

Thousands of pushes are summed up beside the event loop, which acknowledges deliveries meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.decay.past import Past
from reviewer.domain.links import DECAY_URL
from reviewer.render.decay_export import cycles_csv, decay_json, incidents_csv
from reviewer.web.deadline import within
from reviewer.web.pages.decay.repository_view import repository_view
from reviewer.web.pages.desk import OpenPages
from reviewer.web.pages.gate import READ_SECONDS, Show, for_visitors, nothing, visible_repository
from reviewer.web.pages.html import message, page
from reviewer.web.pages.sessions import Session

PERIODS: Final = (30, 90, 365)
"""Days that a page may look back."""
_USUAL: Final = 365


async def repository(request: Request) -> Response:
    """GET /repos/{owner}/{name}."""
    return await for_visitors(request, _shown)


async def cycles_file(request: Request) -> Response:
    """GET /repos/{owner}/{name}/cycles.csv: one row for each rule of each push."""
    return await for_visitors(request, _exported("text/csv; charset=utf-8", cycles_csv))


async def incidents_file(request: Request) -> Response:
    """GET /repos/{owner}/{name}/incidents.csv: one row for each incident and each change that it is linked to."""
    return await for_visitors(request, _exported("text/csv; charset=utf-8", incidents_csv))


async def decay_file(request: Request) -> Response:
    """GET /repos/{owner}/{name}/decay.json: all that the page is made of."""
    return await for_visitors(request, _exported("application/json", decay_json))


def period(request: Request) -> int:
    """The days that somebody asked for; the usual ones for anything else."""
    asked = request.query_params.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), _USUAL)


async def _past(request: Request, pages: OpenPages, session: Session) -> Past | None:
    """The past of the repository in the path; None for what is not there or not for this visitor."""
    repository_id = await visible_repository(request, pages, session)
    if repository_id is None:
        return None
    days = period(request)
    return Past(
        repository=f"{request.path_params['owner']}/{request.path_params['name']}",
        days=days,
        history=await within(READ_SECONDS, pages.decay.repositories([repository_id], days)),
        aftermath=await within(READ_SECONDS, pages.decay.aftermath(repository_id, days)),
    )


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    past = await _past(request, pages, session)
    if past is None:
        return nothing(request, session)
    if not (past.history.cycles or past.aftermath.incidents):
        says = f"Holdfast has reviewed no push to a pull request of {past.repository} within the last {past.days} days."
        return message(request, "Nothing here yet", says, status=404, session=session)
    it = await asyncio.to_thread(repository_view, past, pages.github.web_url)
    return page(request, "repository.html", session=session, it=it, periods=PERIODS, guide=DECAY_URL)


def _exported(media_type: str, text: Callable[[Past], str]) -> Show:
    """An answer that a browser saves as a file."""

    async def show(request: Request, pages: OpenPages, session: Session) -> Response:
        past = await _past(request, pages, session)
        if past is None:
            return nothing(request, session)
        file = request.url.path.rpartition("/")[2]
        name = f"{request.path_params['name']}-{file}"  # the gate has seen that it is a name
        saved = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(await asyncio.to_thread(text, past), headers=saved, media_type=media_type)

    return show
