"""Signing in and out: to GitHub and back, bound to one browser; https://datatracker.ietf.org/doc/html/rfc9700."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlencode

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reviewer.domain.errors import HostDown
from reviewer.github.sign_in import CALLBACK, SignedOut, SignInRefused
from reviewer.web.body import read_body
from reviewer.web.pages.cookies import TooLong
from reviewer.web.pages.desk import ClosedPages, OpenPages, pages_of
from reviewer.web.pages.html import message, page
from reviewer.web.pages.paths import START, own_path
from reviewer.web.pages.sessions import Attempt, Session

LOGIN: Final = "/login"
TO_GITHUB: Final = "/login/github"
BACK: Final = CALLBACK
LOGOUT: Final = "/logout"
_WANTED: Final = "to"
_FORM_BYTES: Final = 4_096
_SEE_OTHER: Final = 303
_log = structlog.get_logger(__name__)


def closed(request: Request, pages: ClosedPages) -> Response:
    """Say that nobody can sign in here, and what would change that."""
    return page(request, "closed.html", status=503, missing=pages.missing, callback=CALLBACK)


def to_sign_in(request: Request, pages: OpenPages) -> Response:
    """Send somebody whom we do not know to the page that asks to sign in, and from there back to this one."""
    del pages
    return _redirect(request, f"{LOGIN}?{urlencode({_WANTED: own_path(request.url.path)})}")


async def login(request: Request) -> Response:
    """GET /login: what signing in is for; nothing is begun before somebody follows the link."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    wanted = own_path(request.query_params.get(_WANTED, START))
    session = pages.sessions.who(request)
    if session is not None:
        return _redirect(request, wanted)
    return page(request, "login.html", onward=f"{TO_GITHUB}?{urlencode({_WANTED: wanted})}", host=pages.github.web_url)


async def to_github(request: Request) -> Response:
    """GET /login/github: on the way, with a state that only this browser can bring back."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    attempt = pages.sessions.attempt(own_path(request.query_params.get(_WANTED, START)))
    response = RedirectResponse(pages.github.address(attempt.state, attempt.verifier), _SEE_OTHER)
    pages.sessions.send_off(response, attempt)
    return response


async def back(request: Request) -> Response:
    """GET /login/callback: GitHub sends somebody back, with a code or with its refusal."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    attempt = pages.sessions.come_back(request, request.query_params.get("state", ""))
    if attempt is None:
        return _failed(request, pages, START, "This way to sign in was not begun in this browser, or too long ago.")
    if code := request.query_params.get("code", ""):
        return await _signed_in(request, pages, attempt, code)
    declined = request.query_params.get("error") == "access_denied"
    why = "You declined at GitHub." if declined else "GitHub did not sign you in."
    return _failed(request, pages, attempt.wanted, why)


async def _signed_in(request: Request, pages: OpenPages, attempt: Attempt, code: str) -> Response:
    try:
        token = await pages.github.token(code, attempt.verifier)
        visitor = await pages.github.visitor(token.value)
        response = _redirect(request, attempt.wanted)
        pages.sessions.begin(response, visitor, token)
    except (SignInRefused, SignedOut):
        return _failed(request, pages, attempt.wanted, "GitHub did not accept this sign-in; a code counts only once.")
    except HostDown as problem:
        _log.warning("nobody can sign in", why=str(problem))
        return _failed(request, pages, attempt.wanted, "GitHub does not answer at the moment.", 503)
    except TooLong as problem:
        _log.error("nobody can sign in", why=str(problem))
        return _failed(request, pages, attempt.wanted, "GitHub's token does not fit into a cookie.", 500)
    _log.info("signed in", account=visitor.id)
    return response


async def logout(request: Request) -> Response:
    """POST /logout: end the session here and its token at GitHub; only our own form may ask for it."""
    pages = pages_of(request)
    if isinstance(pages, ClosedPages):
        return closed(request, pages)
    body = await read_body(request, _FORM_BYTES)
    session = pages.sessions.who(request)
    if session is None:
        return _redirect(request, START)
    if not _is_ours(request, pages, session, body):
        return message(
            request,
            "Not signed out",
            "This form is not from this page, or is an old one. Go back, load the page again, and sign out there.",
            status=403,
            session=session,
        )
    pages.visibility.forget(session.token)
    try:
        await pages.github.forget(session.token)
    except HostDown as problem:  # the cookie goes all the same; the token ends by itself within hours
        _log.warning("a token was not voided", why=str(problem))
    response = _redirect(request, START)
    pages.sessions.end(response)
    return response


def _is_ours(request: Request, pages: OpenPages, session: Session, body: bytes) -> bool:
    if request.headers.get("origin", pages.origin) != pages.origin:
        return False
    fields = parse_qs(body.decode("ascii", "replace"), max_num_fields=4)
    return session.may_post(fields.get("form", [""])[0])


def signed_out(request: Request, pages: OpenPages) -> Response:
    """The token is void: forget it, and ask to sign in again."""
    response = to_sign_in(request, pages)
    pages.sessions.end(response)
    return response


def _failed(request: Request, pages: OpenPages, wanted: str, why: str, status: int = 400) -> Response:
    again = ("Sign in again", f"{TO_GITHUB}?{urlencode({_WANTED: wanted})}")
    response = message(request, "Not signed in", why, status=status, onward=again)
    pages.sessions.give_up(response)
    return response


def _redirect(request: Request, path: str) -> Response:
    pages = pages_of(request)
    return RedirectResponse(pages.at(path) if isinstance(pages, OpenPages) else path, _SEE_OTHER)
