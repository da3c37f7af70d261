"""GET /repos/{owner}/{name} and its exports: for visitors who may see the repository, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.decay.recorded import History
from reviewer.domain.links import DECAY_URL
from reviewer.render.decay_export import cycles_csv, decay_json
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
    return await for_visitors(request, _exported("text/csv; charset=utf-8", lambda _, history: cycles_csv(history)))


async def decay_file(request: Request) -> Response:
    """GET /repos/{owner}/{name}/decay.json: all that the page is made of."""
    return await for_visitors(request, _exported("application/json", decay_json))


def period(request: Request) -> int:
    """The days that somebody asked for; the usual ones for anything else."""
    asked = request.query_params.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), _USUAL)


async def _history(request: Request, pages: OpenPages, session: Session) -> History | None:
    """The cycles of the repository in the path; None for what is not there or not for this visitor."""
    repository_id = await visible_repository(request, pages, session)
    if repository_id is None:
        return None
    return await within(READ_SECONDS, pages.decay.repositories([repository_id], period(request)))


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    history = await _history(request, pages, session)
    if history is None:
        return nothing(request, session)
    full_name, days = _full_name(request), period(request)
    if not history.cycles:
        says = f"Holdfast has reviewed no push to a pull request of {full_name} within the last {days} days."
        return message(request, "Nothing here yet", says, status=404, session=session)
    it = repository_view(full_name, history, days, pages.github.web_url)
    return page(request, "repository.html", session=session, it=it, periods=PERIODS, guide=DECAY_URL)


def _exported(media_type: str, text: Callable[[str, History], str]) -> Show:
    """An answer that a browser saves as a file."""

    async def show(request: Request, pages: OpenPages, session: Session) -> Response:
        history = await _history(request, pages, session)
        if history is None:
            return nothing(request, session)
        file = request.url.path.rpartition("/")[2]
        name = f"{request.path_params['name']}-{file}"  # the gate has seen that it is a name
        saved = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text(_full_name(request), history), headers=saved, media_type=media_type)

    return show


def _full_name(request: Request) -> str:
    return f"{request.path_params['owner']}/{request.path_params['name']}"
