"""The application: routes, the headers every answer carries, and the form of refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reviewer.domain.errors import Refused
from reviewer.web import incidents, webhook
from reviewer.web.doors import Doors, Pulse
from reviewer.web.health import healthz, readyz
from reviewer.web.incidents import Incidents
from reviewer.web.lingering import LingeringResponse
from reviewer.web.metrics import count_delivery, metrics
from reviewer.web.pages import sign_in
from reviewer.web.pages.decay.installation import installation
from reviewer.web.pages.decay.repository import cycles_file, decay_file, incidents_file, repository
from reviewer.web.pages.desk import ClosedPages, Pages
from reviewer.web.pages.html import asset
from reviewer.web.pages.pull_request import pull_request
from reviewer.web.pages.start import start
from reviewer.web.setup.pages import CALLBACK, SETUP, locked

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_CLOSED: Final = ClosedPages()
_log = structlog.get_logger(__name__)


def site(doors: Doors, pages: Pages = _CLOSED, records: Incidents | None = None) -> Starlette:
    """Return the ASGI application over `doors`, with its pages for people; incidents are taken where `records` are."""
    application = routed(
        *([Route(incidents.PATH, incidents.post_incident, methods=["POST"])] if records is not None else []),
        Route(webhook.PATH, webhook.receive, methods=["POST"]),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/", start),
        Route("/installations/{number:int}", installation),
        Route("/repos/{owner}/{name}", repository),
        Route("/repos/{owner}/{name}/pulls/{number:int}", pull_request),
        Route("/repos/{owner}/{name}/cycles.csv", cycles_file),
        Route("/repos/{owner}/{name}/incidents.csv", incidents_file),
        Route("/repos/{owner}/{name}/decay.json", decay_file),
        Route(sign_in.LOGIN, sign_in.login),
        Route(sign_in.TO_GITHUB, sign_in.to_github),
        Route(sign_in.BACK, sign_in.back),
        Route(sign_in.LOGOUT, sign_in.logout, methods=["POST"]),
        Route(SETUP, locked),
        Route(CALLBACK, locked),
        Route("/assets/{version}/{name}", asset),
    )
    application.state.doors = doors
    application.state.pages = pages
    application.state.incidents = records
    return application


def worker_site(pulse: Pulse) -> Starlette:
    """Return the application of a worker alone: whether it is well, and what it counts."""
    application = routed(Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics))
    application.state.doors = pulse
    return application


def routed(*routes: Route) -> Starlette:
    """Return an application of these routes, with the headers that every answer carries."""
    return Starlette(
        routes=routes,
        middleware=[Middleware(_SecureHeaders)],
        exception_handlers={Refused: _refused, HTTPException: _no_route, Exception: _broken},
    )


class _SecureHeaders:
    """Adds the security headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def _refused(request: Request, problem: Exception) -> Response:
    """Answer a refusal with its status and sentence, and hang up: the rest of a body is not kept."""
    status = problem.status if isinstance(problem, Refused) else Refused.status
    count_delivery(request.headers.get("x-github-event", ""), "refused")
    _log.warning("refused", status=status, why=str(problem), path=request.url.path)
    return LingeringResponse({"error": str(problem)}, status, {"Connection": "close"})


async def _no_route(request: Request, problem: Exception) -> Response:
    del request
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    detail = problem.detail if isinstance(problem, HTTPException) else ""
    headers = problem.headers if isinstance(problem, HTTPException) else None
    return JSONResponse({"error": detail}, status, headers)


async def _broken(request: Request, problem: Exception) -> Response:
    """Answer a bug: what it says may hold anything, so it goes to the log alone."""
    _log.error("request failed", path=request.url.path, exc_info=problem)
    return JSONResponse({"error": "internal error"}, 500, dict(SECURITY_HEADERS))
