"""Registering an App from a manifest: GitHub's form, the way back with a code, and what the code is worth.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

import json
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tests.fakes.github.answers import ApiError, answer, not_found
from tests.fakes.github.people import Registration
from tests.fakes.github.state import Json
from tests.fakes.github.world import World

_FORM = re.compile(r"(?:/organizations/([^/]+))?/settings/apps/new")
_CONVERSION = re.compile(r"(?:/api/v3)?/app-manifests/([^/]+)/conversions")
_CODE_MINUTES = 60
_LONGEST_NAME = 34
_KEYS = {
    *("name", "url", "hook_attributes", "redirect_url", "callback_urls", "setup_url", "description", "public"),
    *("default_events", "default_permissions", "request_oauth_on_install", "setup_on_update"),
}
_NEVER_LISTED = {"installation", "installation_repositories"}


def registering(world: World, request: Request, body: bytes) -> Response | None:
    """GitHub's answer; None for any other path."""
    path, method = request.url.path, request.method
    form = _FORM.fullmatch(path)
    if form is not None and method == "POST":
        return _register(world, request, form[1], body)
    conversion = _CONVERSION.fullmatch(path)
    if conversion is not None and method == "POST":
        return _convert(world, conversion[1])
    return None


def _register(world: World, request: Request, organization: str | None, body: bytes) -> Response:
    """Whoever is signed in confirms at once; what GitHub finds wrong it says on its own page."""
    if world.visitor is None:
        return Response("<h1>Sign in to GitHub</h1>", media_type="text/html")
    if organization is not None and organization not in world.accounts:
        return Response("Not Found", 404)
    manifest = cast("Json", json.loads(parse_qs(body.decode("ascii"))["manifest"][0]))
    wrong = _wrong(manifest)
    if wrong:
        return Response(f"Invalid GitHub App configuration. {wrong}", 422)
    name = str(manifest["name"])
    if any(app.slug == _slug(name) for app in world.apps):
        return Response("Name is already taken", 422)
    app = world.app(_slug(name), cast("dict[str, str]", manifest["default_permissions"]))
    app.callback_urls.extend(cast("list[str]", manifest["callback_urls"]))
    app.events = tuple(cast("list[str]", manifest["default_events"]))
    world.webhook = (str(cast("Json", manifest["hook_attributes"])["url"]), secrets.token_hex(20))
    code = secrets.token_hex(20)
    expires_at = datetime.now(UTC) + timedelta(minutes=_CODE_MINUTES)
    world.registrations[code] = Registration(app, organization or world.visitor.login, expires_at)
    state = {"state": request.query_params["state"]} if "state" in request.query_params else {}
    return RedirectResponse(f"{manifest['redirect_url']}?{urlencode({'code': code, **state})}", 302)


def _wrong(manifest: Json) -> str:
    hook = cast("Json", manifest.get("hook_attributes") or {})
    unknown = manifest.keys() - _KEYS
    listed = _NEVER_LISTED & set(cast("list[str]", manifest.get("default_events", [])))
    if unknown:
        return f"Unknown: {sorted(unknown)}"
    if not manifest.get("url") or ("hook_attributes" in manifest and not hook.get("url")):
        return 'Error "url" wasn\'t supplied.'
    if listed:
        return f"Default events unsupported: {sorted(listed)}"
    if len(str(manifest.get("name", ""))) > _LONGEST_NAME:
        return "Name is too long (maximum is 34 characters)"
    return ""


def _convert(world: World, code: str) -> Response:
    """The code is the only credential; it counts once, and for an hour."""
    found = world.registrations.pop(code, None)
    if found is None or found.expires_at <= datetime.now(UTC):
        raise not_found()
    if world.webhook is None:
        raise ApiError(422, "The webhook is gone")
    app = found.app
    return answer(
        {
            "id": app.id,
            "slug": app.slug,
            "name": app.slug,
            "owner": {"login": found.owner},
            "html_url": f"https://github.com/apps/{app.slug}",
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "webhook_secret": world.webhook[1],
            "pem": app.private_key,
            "permissions": dict(app.permissions),
            "events": list(app.events),
        },
        201,
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
