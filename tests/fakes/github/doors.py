"""What stands before every endpoint: headers, credentials, visibility, permissions and limits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from starlette.requests import Request

from tests.fakes.github.answers import ApiError, invalid, not_found
from tests.fakes.github.credentials import allows, check_jwt
from tests.fakes.github.oauth import live_user
from tests.fakes.github.people import App, Installation, Token, UserToken
from tests.fakes.github.state import Json, Repository
from tests.fakes.github.world import World

_API_VERSIONS = {"2022-11-28", "2026-03-10"}
_FORBIDDEN = "Resource not accessible by integration"


@dataclass(frozen=True, slots=True)
class Needs:
    """The permission that an endpoint asks of an installation token."""

    permission: str
    level: str = "read"


@dataclass(slots=True)
class Call:
    """One request that has passed the doors.

    Attributes:
        app: who asks, for both kinds of credential.
        token: None for requests with the App's JWT, or with a person's token: then `user` is that one.
    """

    world: World
    request: Request
    body: bytes
    app: App
    token: Token | None
    user: UserToken | None = None

    @property
    def root(self) -> str:
        return str(self.request.base_url).rstrip("/")

    def json(self) -> Json:
        try:
            given = cast("object", json.loads(self.body))
        except ValueError:
            raise ApiError(400, "Problems parsing JSON") from None
        if not isinstance(given, dict):
            raise invalid("For 'links/0/schema', the request is not an object.")
        return cast("Json", given)

    def installation(self) -> Installation:
        if self.token is None:
            raise ApiError(401, "Bad credentials")
        return self.token.installation

    def repository(self, needs: Needs) -> Repository:
        """The repository of the path, if the token may see it and has the permission."""
        return find_repository(self, f"{self.path('owner')}/{self.path('repo')}", needs)

    def path(self, name: str) -> str:
        return cast("str", self.request.path_params[name])


def find_repository(call: Call, full_name: str, needs: Needs) -> Repository:
    """Raises 404 for what the token may not see, 301 for an old name, 403 without the permission."""
    if call.user is not None:
        return _visible(call, call.user, full_name)
    world, installation = call.world, call.installation()
    for found in world.repositories.values():
        if found.full_name.lower() == full_name.lower():
            return _allowed(call, found, needs)
    moved = world.renamed.get(full_name)
    if moved is not None and moved.owner is installation.account:
        rest = call.request.url.path.split(full_name, 1)[1]
        location = f"{call.root}/repositories/{moved.id}{rest}"
        raise ApiError(301, "Moved Permanently", {"Location": location}, url=location)
    raise not_found()


def _visible(call: Call, user: UserToken, full_name: str) -> Repository:
    """What a person may see through the App: public ones, and private ones where both of them may."""
    world = call.world
    for found in world.repositories.values():
        if found.full_name.lower() == full_name.lower():
            installed = world.installation_for(found)
            both = installed is not None and installed.app is user.app and user.account.login in found.roles
            if not found.private or both:
                return found
            raise not_found()
    moved = world.renamed.get(full_name)
    if moved is not None:
        location = f"{call.root}/repositories/{moved.id}{call.request.url.path.split(full_name, 1)[1]}"
        raise ApiError(301, "Moved Permanently", {"Location": location}, url=location)
    raise not_found()


def _allowed(call: Call, found: Repository, needs: Needs) -> Repository:
    token = call.token
    assert token is not None
    inside = found.owner is token.installation.account
    if not inside and (found.private or needs.level == "write"):
        raise not_found()
    if inside and not allows(token.permissions, needs.permission, needs.level):
        accepted = {"X-Accepted-GitHub-Permissions": f"{needs.permission}={needs.level}"}
        raise ApiError(403, _FORBIDDEN, accepted)
    return found


def enter(world: World, request: Request, body: bytes) -> Call:
    """Checks what GitHub checks before it looks at the path."""
    if not request.headers.get("user-agent"):
        raise ApiError(403, "Request forbidden by administrative rules. Please provide a User-Agent header")
    version = request.headers.get("x-github-api-version")
    if version is not None and version not in _API_VERSIONS:
        raise ApiError(400, f"The API version {version} is not supported")
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() not in {"bearer", "token"}:
        raise ApiError(401, "Requires authentication")
    if value.startswith("ghs_"):
        token = _live(world, value)
        return Call(world, request, body, token.installation.app, token)
    if value.startswith("ghu_"):
        user = live_user(world, value)
        return Call(world, request, body, user.app, None, user)
    for app in world.apps:
        check_jwt(app, value)
        return Call(world, request, body, app, None)
    raise ApiError(401, "A JSON web token could not be decoded")


def _live(world: World, value: str) -> Token:
    token = world.tokens.get(value)
    if token is None or token.expires_at <= datetime.now(UTC) or token.installation.removed:
        raise ApiError(401, "Bad credentials")
    if token.installation.suspended:
        raise ApiError(403, "This installation has been suspended")
    return token
