"""The steps of the setup: token, form, GitHub, and what is to be done next."""

from __future__ import annotations

import json
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reviewer.domain.errors import HostDown
from reviewer.domain.links import HOME
from reviewer.github.manifest import BACK, LONGEST_NAME, CodeRefused, RegisteredApp, manifest
from reviewer.web.body import read_body
from reviewer.web.pages.desk import pages_of
from reviewer.web.pages.html import PAGE_HEADERS, message, page
from reviewer.web.setup.doors import SetupDoors, Shown, Stored
from reviewer.web.setup.form import Wanted, address_here, fields_of, is_https, wanted

SETUP: Final = "/setup"
TOKEN: Final = "/setup/token"  # noqa: S105  (a path)
FORM: Final = "/setup/app"
CALLBACK: Final = BACK
_FORM_BYTES: Final = 4_096
_SEE_OTHER: Final = 303
_POLICY: Final = "Content-Security-Policy"
_log = structlog.get_logger(__name__)


async def locked(request: Request) -> Response:
    """GET /setup where an App is set up: nothing can be set up again."""
    return message(
        request,
        "Holdfast is set up",
        "This service has its App, so the setup is locked.",
        "Whoever runs it changes the App in the service's environment, and starts it again.",
        status=403,
        onward=("To the start page", "/"),
    )


async def setup(request: Request) -> Response:
    """GET /setup: the step that this browser is at."""
    doors = SetupDoors.of(request)
    if doors.claim.done:
        return await locked(request)
    if doors.claim.is_of(request):
        return _form(request, doors, Wanted("Holdfast", "", address_here(request, doors.base_url)))
    return _not_here(request) if doors.claim.taken else page(request, "setup_token.html", problem="")


async def take_token(request: Request) -> Response:
    """POST /setup/token: the first browser that brings it goes on."""
    doors = SetupDoors.of(request)
    fields = fields_of(await read_body(request, _FORM_BYTES))
    if doors.claim.done:
        return await locked(request)
    if not doors.claim.take(fields.get("token", "")):
        if doors.claim.taken:
            return _not_here(request)
        _log.warning("a wrong setup token")
        return page(request, "setup_token.html", status=403, problem="This is not the token of the log.")
    response = RedirectResponse(pages_of(request).at(SETUP), _SEE_OTHER)
    doors.claim.give(response, https=is_https(request, doors.base_url))
    _log.info("the setup has begun")
    return response


async def ask_github(request: Request) -> Response:
    """POST /setup/app: the filled-in form becomes a manifest, in a form that goes to GitHub."""
    doors = SetupDoors.of(request)
    fields = fields_of(await read_body(request, _FORM_BYTES))
    if doors.claim.done:
        return await locked(request)
    if not (doors.claim.is_of(request) and doors.claim.may_post(fields.get("form", ""))):
        return _not_here(request)
    asked = wanted(fields)
    if asked.problems:
        return _form(request, doors, asked, status=422)
    registration = manifest(asked.name, asked.base_url)
    response = page(
        request,
        "setup_manifest.html",
        asked=asked,
        host=doors.github.web_url,
        address=doors.github.form_address(asked.organization, doors.claim.ask(asked.base_url)),
        manifest=json.dumps(registration),
        permissions=registration["default_permissions"],
        events=registration["default_events"],
    )
    policy = PAGE_HEADERS[_POLICY].replace("form-action 'self'", f"form-action 'self' {doors.github.web_url}")
    response.headers[_POLICY] = policy
    return response


async def back(request: Request) -> Response:
    """GET /setup/callback: GitHub sends the browser back with a code; it is changed for the App's credentials."""
    doors = SetupDoors.of(request)
    async with doors.turn:  # two tabs are one setup
        if doors.claim.done:
            return await locked(request)
        if not doors.claim.is_of(request):
            return _not_here(request)
        state = request.query_params.get("state", "")
        asked = doors.claim.asked(state)
        if asked is None:
            return _again(request, "This registration was not begun here, is finished, or was begun over an hour ago.")
        try:
            app = await doors.github.app_of(request.query_params.get("code", ""))
        except CodeRefused as problem:
            doors.claim.settle(state)
            return _again(request, str(problem))
        except HostDown as problem:
            _log.warning("the App's credentials did not come", why=str(problem))
            return _later(request)
        return _finished(request, doors, app, doors.keep(app, asked.base_url))


def _finished(request: Request, doors: SetupDoors, app: RegisteredApp, kept: Stored | Shown) -> Response:
    doors.claim.end()
    _log.info("the App is registered", app=app.app_id, slug=app.slug, stored=isinstance(kept, Stored))
    if isinstance(kept, Stored):
        doors.finished.set()
    return page(
        request,
        "setup_done.html",
        app=app,
        stored=kept.path if isinstance(kept, Stored) else "",
        lines=kept.lines if isinstance(kept, Shown) else "",
        why=kept.why if isinstance(kept, Shown) else "",
        install=doors.github.install_address(app),
        guides=f"{HOME}/blob/main/docs",
    )


def _form(request: Request, doors: SetupDoors, filled: Wanted, *, status: int = 200) -> Response:
    return page(
        request,
        "setup_form.html",
        status=status,
        filled=filled,
        form=doors.claim.form,
        host=doors.github.web_url,
        plan=doors.plan,
        longest=LONGEST_NAME,
    )


def _not_here(request: Request) -> Response:
    return message(
        request,
        "The setup belongs to another browser",
        "The token has been used, or this form is not from this page. Go on in the browser that brought the token.",
        "If that was not you, or its window is lost: start the service again. It then tells a new token.",
        status=403,
    )


def _again(request: Request, why: str) -> Response:
    return message(
        request,
        "Not registered",
        why,
        "If GitHub lists the App nevertheless, delete it there, since its credentials are lost, and register it anew.",
        status=400,
        onward=("Begin again", SETUP),
    )


def _later(request: Request) -> Response:
    return message(
        request,
        "GitHub does not answer",
        "The App is registered, but GitHub did not hand over its credentials. Load this page again in a minute: the"
        " code counts for an hour.",
        status=503,
    )
