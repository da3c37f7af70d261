"""Signing in: the web flow for users of an App, as GitHub documents it, and the tokens that come of it.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tests.fakes.github.answers import ApiError, answer, not_found
from tests.fakes.github.people import App, Code, UserToken
from tests.fakes.github.state import Json
from tests.fakes.github.world import World

AUTHORIZE = "/login/oauth/authorize"
ACCESS_TOKEN = "/login/oauth/access_token"
_CODE_MINUTES = 10
_TOKEN_SECONDS = 28_800


def web_page(world: World, request: Request, body: bytes) -> Response | None:
    """What stands beside the API, for browsers and for the exchange; None for any other path."""
    path, method = request.url.path, request.method
    if path == AUTHORIZE and method == "GET":
        return _authorize(world, request)
    if path == ACCESS_TOKEN and method == "POST":
        return _access_token(world, request, body)
    if path.startswith("/applications/") and path.endswith("/token") and method == "DELETE":
        return _void(world, request, path.split("/")[2], body)
    return None


def _authorize(world: World, request: Request) -> Response:
    """Sends back whoever is signed in here and agrees; an address that the App did not register gets nobody."""
    asked = request.query_params
    app = _app(world, asked.get("client_id", ""))
    back = asked.get("redirect_uri", "")
    if app is None or back not in app.callback_urls:
        return Response("The redirect_uri is not associated with this application.", 404)
    if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
        return Response("code_challenge_method has to be S256", 400)
    if world.visitor is None:
        return Response("<h1>Sign in to GitHub</h1>", media_type="text/html")
    state = {"state": asked["state"]} if "state" in asked else {}
    if world.visitor_declines:
        said = {"error": "access_denied", "error_description": "The user has denied your application access."}
        return RedirectResponse(f"{back}?{urlencode({**said, **state})}", 302)
    code = Code(
        secrets.token_hex(10),
        app,
        world.visitor,
        back,
        asked.get("code_challenge", ""),
        datetime.now(UTC) + timedelta(minutes=_CODE_MINUTES),
    )
    world.codes[code.value] = code
    return RedirectResponse(f"{back}?{urlencode({'code': code.value, **state})}", 302)


def _access_token(world: World, request: Request, body: bytes) -> Response:
    """Errors have status 200; a code counts once, also where the rest is wrong."""
    if "json" not in request.headers.get("accept", ""):
        return Response("access_token=…", media_type="application/x-www-form-urlencoded")
    given = cast("Json", json.loads(body))
    app = _app(world, str(given.get("client_id")))
    if app is None or given.get("client_secret") != app.client_secret:
        return answer({"error": "incorrect_client_credentials", "error_description": "They are incorrect."})
    code = world.codes.pop(str(given.get("code")), None)
    if code is None or code.app is not app or code.expires_at <= datetime.now(UTC):
        return answer({"error": "bad_verification_code", "error_description": "The code passed is incorrect."})
    if given.get("redirect_uri") != code.redirect_uri:
        return answer({"error": "redirect_uri_mismatch", "error_description": "It has to match."})
    if code.challenge and _challenge(str(given.get("code_verifier"))) != code.challenge:
        return answer({"error": "bad_verification_code", "error_description": "The verifier does not match."})
    token = UserToken(f"ghu_{secrets.token_hex(18)}", app, code.account, datetime.now(UTC) + timedelta(hours=8))
    world.user_tokens[token.value] = token
    refresh = {"refresh_token": f"ghr_{secrets.token_hex(38)}", "refresh_token_expires_in": 15_897_600}
    return answer(
        {"access_token": token.value, "expires_in": _TOKEN_SECONDS, "token_type": "bearer", "scope": "", **refresh}
    )


def _void(world: World, request: Request, client_id: str, body: bytes) -> Response:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    app = _app(world, client_id)
    known = b64decode(value).decode() if kind == "Basic" else ""
    if app is None or known != f"{client_id}:{app.client_secret}":
        raise ApiError(401, "Bad credentials")
    token = world.user_tokens.get(str(cast("Json", json.loads(body)).get("access_token")))
    if token is None or token.app is not app:
        raise not_found()
    del world.user_tokens[token.value]
    return Response(status_code=204)


def live_user(world: World, value: str) -> UserToken:
    token = world.user_tokens.get(value)
    if token is None or token.expires_at <= datetime.now(UTC):
        raise ApiError(401, "Bad credentials")
    return token


def _app(world: World, client_id: str) -> App | None:
    return next((app for app in world.apps if app.client_id == client_id), None)


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
