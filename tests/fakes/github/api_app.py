"""The App's own endpoints: tokens, installations, and the log of webhook deliveries."""

from __future__ import annotations

from typing import cast

from starlette.responses import Response

from tests.fakes.github import shapes
from tests.fakes.github.answers import ApiError, answer, invalid, not_found, page_numbers, paged
from tests.fakes.github.credentials import mint
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.people import Installation, Permissions, UserToken
from tests.fakes.github.state import Json, Repository
from tests.fakes.github.traffic import Delivery
from tests.fakes.github.webhooks import resend


def make_token(call: Call) -> Response:
    found = _installation(call)
    if found.suspended:
        raise ApiError(403, "This installation has been suspended")
    body = call.json() if call.body else {}
    token = mint(found, cast("Permissions | None", body.get("permissions")))
    call.world.tokens[token.value] = token
    return answer(
        {
            "token": token.value,
            "expires_at": token.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "permissions": dict(token.permissions),
            "repository_selection": "all",
        },
        201,
    )


def _installation(call: Call) -> Installation:
    by_app(call)
    found = call.world.installations.get(int(call.path("installation")))
    if found is None or found.removed or found.app is not call.app:
        raise not_found()
    return found


def by_app(call: Call) -> None:
    if call.token is not None or call.user is not None:
        raise ApiError(401, "A JSON web token could not be decoded")


def get_app(call: Call) -> Response:
    by_app(call)
    return answer(shapes.app(call.app))


def get_installation(call: Call) -> Response:
    return answer(_installation_shape(_installation(call)))


def list_installations(call: Call) -> Response:
    by_app(call)
    mine = [one for one in call.world.installations.values() if one.app is call.app and not one.removed]
    page, headers = paged(call.request, mine)
    return answer([_installation_shape(one) for one in page], headers=headers)


def _installation_shape(found: Installation) -> Json:
    return {
        "id": found.id,
        "account": shapes.user(found.account),
        "app_id": found.app.id,
        "app_slug": found.app.slug,
        "target_type": found.account.kind,
        "repository_selection": "all",
        "permissions": dict(found.permissions),
        "events": list(found.app.events),
        "suspended_at": "2026-01-01T00:00:00Z" if found.suspended else None,
    }


def list_repositories(call: Call) -> Response:
    account = call.installation().account
    mine = [repo for repo in call.world.repositories.values() if repo.owner is account]
    page, headers = paged(call.request, mine)
    shown = [shapes.repository(repo, call.root) for repo in page]
    return answer({"total_count": len(mine), "repositories": shown}, headers=headers)


def list_installations_of_user(call: Call) -> Response:
    """Those of the App where the person may see a repository."""
    user = _user(call)
    mine = [one for one in call.world.installations.values() if _seen_by(call, one) and one.app is user.app]
    page, headers = paged(call.request, mine)
    shown = [_installation_shape(one) for one in page]
    return answer({"total_count": len(mine), "installations": shown}, headers=headers)


def list_repositories_of_user(call: Call) -> Response:
    """Those of an installation that the person may see; 404 for an installation of others."""
    user = _user(call)
    found = call.world.installations.get(int(call.path("installation")))
    if found is None or found.removed or found.app is not user.app or not (mine := _seen_by(call, found)):
        raise not_found()
    page, headers = paged(call.request, mine)
    shown = [{**shapes.repository(repo, call.root), "permissions": {"pull": True, "push": False}} for repo in page]
    return answer({"total_count": len(mine), "repositories": shown}, headers=headers)


def _user(call: Call) -> UserToken:
    if call.user is None:
        raise ApiError(403, "You must authenticate with an access token authorized to a GitHub App")
    return call.user


def _seen_by(call: Call, installation: Installation) -> list[Repository]:
    """What a person who uses the App may see of an installation's repositories."""
    login = _user(call).account.login
    every = [repo for repo in call.world.repositories.values() if repo.owner is installation.account]
    return [] if installation.removed else [repo for repo in every if login in repo.roles]


def get_repository(call: Call) -> Response:
    shape = shapes.repository(call.repository(Needs("metadata")), call.root)
    return answer(shape if call.user is None else {**shape, "permissions": {"pull": True, "push": False}})


def hook_config(call: Call) -> Response:
    """Where the App's webhook goes; the secret is never shown."""
    by_app(call)
    webhook = call.world.webhook
    if webhook is None:
        raise not_found()
    return answer({"url": webhook[0], "content_type": "json", "insecure_ssl": "0", "secret": "********"})


def list_deliveries(call: Call) -> Response:
    """Newest first; pages by `cursor`, which is the id after which to go on."""
    by_app(call)
    if "page" in call.request.query_params:
        raise invalid("page is not supported here, use cursor")
    wanted = call.request.query_params.get("status")
    cursor = call.request.query_params.get("cursor")
    found = [
        made
        for made in reversed(call.world.deliveries)
        if (cursor is None or made.id < int(cursor))
        and (wanted is None or (wanted == "success") == (made.status == "OK"))
    ]
    size, _ = page_numbers(call.request)
    headers: dict[str, str] = {}
    if len(found) > size:
        following = call.request.url.include_query_params(cursor=found[size - 1].id)
        headers["Link"] = f'<{following}>; rel="next"'
    return answer([_delivery_shape(made) for made in found[:size]], headers=headers)


def get_delivery(call: Call) -> Response:
    return answer(_delivery_shape(_delivery(call)))


def redeliver(call: Call) -> Response:
    """Accepted at once, sent in the background under the same guid."""
    resend(call.world, _delivery(call))
    return answer({}, 202)


def _delivery(call: Call) -> Delivery:
    by_app(call)
    for made in call.world.deliveries:
        if str(made.id) == call.path("delivery"):
            return made
    raise not_found()


def _delivery_shape(made: Delivery) -> Json:
    return {
        "id": made.id,
        "guid": made.guid,
        "delivered_at": made.delivered_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "redelivery": made.redelivery,
        "duration": 0.1,
        "status": made.status,
        "status_code": made.status_code,
        "event": made.event,
        "action": made.action,
        "installation_id": made.installation_id,
        "repository_id": made.repository_id,
    }
