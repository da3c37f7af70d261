"""GET /repos/{owner}/{name}/pulls/{number}: for visitors who may see the repository, and nobody else."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from reviewer.web.deadline import within
from reviewer.web.pages.desk import OpenPages
from reviewer.web.pages.gate import READ_SECONDS, for_visitors, nothing, visible_repository
from reviewer.web.pages.html import message, page
from reviewer.web.pages.sessions import Session
from reviewer.web.pages.views import view_of

_LARGEST_NUMBER: Final = 2**31 - 1


async def pull_request(request: Request) -> Response:
    """GET /repos/{owner}/{name}/pulls/{number}."""
    return await for_visitors(request, _shown)


async def _shown(request: Request, pages: OpenPages, session: Session) -> Response:
    number = request.path_params["number"]
    if not 0 < number <= _LARGEST_NUMBER:
        return nothing(request, session)
    repository_id = await visible_repository(request, pages, session)
    if repository_id is None:
        return nothing(request, session)
    record = await within(READ_SECONDS, pages.history(repository_id, number))
    if record is None:
        owner, name = request.path_params["owner"], request.path_params["name"]
        says = f"Holdfast has not reviewed pull request {number} of {owner}/{name} yet."
        return message(request, "Nothing here yet", says, status=404, session=session)
    cycles = await within(READ_SECONDS, pages.decay.pull_request(repository_id, number))
    return page(request, "pull_request.html", session=session, it=view_of(record, cycles, pages.github.web_url))
