"""Who may do what: repository permission and team membership."""

from __future__ import annotations

from starlette.responses import Response

from tests.fakes.github import shapes
from tests.fakes.github.answers import ApiError, answer, not_found
from tests.fakes.github.credentials import allows
from tests.fakes.github.doors import Call, Needs

_PERMISSION = {"admin": "admin", "maintain": "write", "write": "write", "triage": "read", "read": "read"}


def collaborator_permission(call: Call) -> Response:
    """`permission` knows four words; maintain, triage and custom roles show in `role_name` only."""
    repo = call.repository(Needs("metadata"))
    account = call.world.accounts.get(call.path("user"))
    if account is None:
        raise not_found()
    role = repo.roles.get(account.login, "none" if repo.private else "read")
    permission = _PERMISSION.get(role, "none" if role == "none" else "read")
    return answer({"permission": permission, "role_name": role, "user": shapes.user(account)})


def get_user(call: Call) -> Response:
    """Whose token it is."""
    if call.user is None:
        raise ApiError(403, "Resource not accessible by integration")
    return answer(shapes.user(call.user.account))


def team_membership(call: Call) -> Response:
    """Active or pending; 404 for anyone else, and for a team that cannot be seen."""
    installation = call.installation()
    if installation.account.login != call.path("org"):
        raise not_found()
    assert call.token is not None
    if not allows(call.token.permissions, "members", "read"):
        raise ApiError(403, "Resource not accessible by integration", {"X-Accepted-GitHub-Permissions": "members=read"})
    members = call.world.teams.get((call.path("org"), call.path("team")), {})
    if call.path("user") not in members:
        raise not_found()
    return answer({"state": members[call.path("user")], "role": "member", "url": str(call.request.url)})
