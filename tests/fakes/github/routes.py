"""Which path is answered by what, and the way of every request through the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from tests.fakes.github import api_app, api_checks, api_git, api_issues, api_people, api_pulls, api_reviews
from tests.fakes.github.answers import ApiError, answer, not_found
from tests.fakes.github.doors import Call, enter
from tests.fakes.github.faults import Kind, NeverAnswers, Status, instead, spoiled
from tests.fakes.github.graphql_api import graphql, writes
from tests.fakes.github.limits import spend
from tests.fakes.github.oauth import web_page
from tests.fakes.github.registering import registering
from tests.fakes.github.traffic import Exchange
from tests.fakes.github.world import World

Handler = Callable[[Call], Response]
_REPO = "/repos/{owner}/{repo}"
_PULL = _REPO + "/pulls/{number:int}"
_ENDPOINTS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/app/installations/{installation:int}/access_tokens", api_app.make_token),
    ("GET", "/app", api_app.get_app),
    ("GET", "/user", api_people.get_user),
    ("GET", "/user/installations", api_app.list_installations_of_user),
    ("GET", "/user/installations/{installation:int}/repositories", api_app.list_repositories_of_user),
    ("GET", "/app/installations", api_app.list_installations),
    ("GET", "/app/installations/{installation:int}", api_app.get_installation),
    ("GET", "/app/hook/config", api_app.hook_config),
    ("GET", "/app/hook/deliveries", api_app.list_deliveries),
    ("GET", "/app/hook/deliveries/{delivery}", api_app.get_delivery),
    ("POST", "/app/hook/deliveries/{delivery}/attempts", api_app.redeliver),
    ("GET", "/installation/repositories", api_app.list_repositories),
    ("GET", _REPO, api_app.get_repository),
    ("GET", _REPO + "/pulls", api_pulls.list_pulls),
    ("GET", _PULL, api_pulls.get_pull),
    ("GET", _PULL + "/files", api_pulls.list_files),
    ("GET", _PULL + "/commits", api_pulls.list_commits),
    ("GET", _PULL + "/reviews", api_reviews.list_reviews),
    ("POST", _PULL + "/reviews", api_reviews.create_review),
    ("GET", _PULL + "/reviews/{review}", api_reviews.get_review),
    ("GET", _PULL + "/comments", api_reviews.list_comments),
    ("POST", _PULL + "/comments/{comment}/replies", api_reviews.reply),
    ("GET", _REPO + "/issues/{number:int}/comments", api_issues.list_comments),
    ("POST", _REPO + "/issues/{number:int}/comments", api_issues.create_comment),
    ("GET", _REPO + "/issues/comments/{comment}", api_issues.get_comment),
    ("PATCH", _REPO + "/issues/comments/{comment}", api_issues.update_comment),
    ("POST", _REPO + "/issues/comments/{comment}/reactions", api_issues.react),
    ("GET", _REPO + "/compare/{basehead:path}", api_pulls.compare),
    ("GET", _REPO + "/contents/{path:path}", api_git.contents),
    ("GET", _REPO + "/git/blobs/{sha}", api_git.blob),
    ("GET", _REPO + "/git/trees/{sha}", api_git.tree),
    ("GET", _REPO + "/commits/{ref}/check-runs", api_checks.list_for_ref),
    ("GET", _REPO + "/commits/{ref}", api_pulls.get_commit),
    ("POST", _REPO + "/check-runs", api_checks.create),
    ("GET", _REPO + "/check-runs/{run}", api_checks.get_run),
    ("PATCH", _REPO + "/check-runs/{run}", api_checks.update),
    ("GET", _REPO + "/check-runs/{run}/annotations", api_checks.list_annotations),
    ("GET", _REPO + "/collaborators/{user}/permission", api_people.collaborator_permission),
    ("GET", "/orgs/{org}/teams/{team}/memberships/{user}", api_people.team_membership),
    ("POST", "/graphql", graphql),
)


async def _unused(_: Request) -> Response:
    return Response()


_ROUTES = tuple((Route(path, _unused, methods=[method]), handle) for method, path, handle in _ENDPOINTS)


async def respond(world: World, scope: Scope, receive: Receive, send: Send) -> None:
    """Faults first, then the doors, then the endpoint; every exchange is remembered."""
    request = Request(scope, receive)
    body = await request.body()
    fault = _fault(world, request, body)
    if isinstance(fault, Status | NeverAnswers):
        _remember(world, request, body, fault.code if isinstance(fault, Status) else 0)
        await instead(fault, scope, receive, send)
        return
    made = _respond(world, request, body)
    _remember(world, request, body, made.status_code)
    await (made(scope, receive, send) if fault is None else spoiled(fault, made, send))


def _remember(world: World, request: Request, body: bytes, status: int) -> None:
    """Before it is answered, so that whoever has the answer finds it here."""
    port = request.client.port if request.client else 0
    world.exchanges.append(Exchange(request.method, request.url.path, request.url.query, body, status, port))


def _fault(world: World, request: Request, body: bytes) -> Kind | None:
    target = f"{request.url.path}?{request.url.query}"
    for fault in world.faults:
        if fault.strikes(request.method, target, body):
            return fault.kind
    return None


def _respond(world: World, request: Request, body: bytes) -> Response:
    headers: dict[str, str] = {}
    try:
        beside = web_page(world, request, body) or registering(world, request, body)
        if beside is not None:
            return beside
        handle = _route(world, request)
        call = enter(world, request, body)
        if call.token is not None:
            asks = handle is graphql
            pool = call.token.installation.graphql if asks else call.token.installation.core
            headers = spend(call.token.installation, pool, _kind(request.method, asks_for=body if asks else None))
        made = handle(call)
    except ApiError as error:
        made = answer(error.body, error.status, error.headers)
    for name, value in headers.items():
        made.headers.setdefault(name, value)
    return made


def _kind(method: str, asks_for: bytes | None) -> Literal["nothing", "changes", "creates"]:
    """What a request does, by its method, or by its body for GraphQL."""
    if asks_for is not None:
        return "creates" if writes(asks_for) else "nothing"
    if method == "POST":
        return "creates"
    return "nothing" if method == "GET" else "changes"


def _route(world: World, request: Request) -> Handler:
    """Finds the endpoint; paths of an Enterprise Server and of a repository's id lead to the same ones."""
    path = request.url.path
    path = "/graphql" if path == "/api/graphql" else path.removeprefix("/api/v3")
    parts = path.split("/")
    if parts[1] == "repositories" and parts[2].isdecimal() and int(parts[2]) in world.repositories:
        path = "/".join(["", "repos", world.repositories[int(parts[2])].full_name, *parts[3:]])
    for route, handle in _ROUTES:
        match, child = route.matches({**request.scope, "path": path, "raw_path": path.encode(), "root_path": ""})
        if match is Match.FULL:
            request.scope["path_params"] = {name: str(value) for name, value in child["path_params"].items()}
            return handle
    raise not_found()
