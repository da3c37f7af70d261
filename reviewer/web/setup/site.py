"""The application of a service that has no App yet: the setup, and a word for everybody else."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from reviewer.web import webhook
from reviewer.web.health import healthz
from reviewer.web.pages.desk import ClosedPages, pages_of
from reviewer.web.pages.html import asset
from reviewer.web.setup import pages
from reviewer.web.setup.doors import SetupDoors
from reviewer.web.site import routed


def setup_site(doors: SetupDoors) -> Starlette:
    """Return the ASGI application over `doors`."""
    application = routed(
        Route(pages.SETUP, pages.setup),
        Route(pages.TOKEN, pages.take_token, methods=["POST"]),
        Route(pages.FORM, pages.ask_github, methods=["POST"]),
        Route(pages.CALLBACK, pages.back),
        Route("/", _start),
        Route("/healthz", healthz),
        Route("/readyz", _not_set_up),
        Route("/metrics", _not_set_up),
        Route(webhook.PATH, _not_set_up, methods=["POST"]),
        Route("/assets/{version}/{name}", asset),
    )
    application.state.setup = doors
    application.state.pages = ClosedPages(base_url=doors.base_url or "")
    return application


async def _start(request: Request) -> Response:
    return RedirectResponse(pages_of(request).at(pages.SETUP), 303)


async def _not_set_up(request: Request) -> Response:
    del request
    return JSONResponse({"status": "unavailable", "error": "no App is set up"}, 503, {"Retry-After": "60"})
