"""Who somebody is, asked at the moment when it counts: permission in the repository, membership in teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.signoff.people import PERMISSIONS, Account, Standing
from reviewer.github.answers import NotVisible
from reviewer.github.client import Installation
from reviewer.github.names import repository_path

_ACTIVE: Final = "active"
_BASE_OF_CUSTOM: Final = {"admin": "admin", "write": "write", "read": "read", "none": "none"}
"""What the older field says of a custom role: the permission that it is built on, rounded down."""


class Part(BaseModel):
    """A part of an answer; what we did not ask for is ignored."""

    model_config = ConfigDict(extra="ignore")


class User(Part):
    """An account as REST shows it; a deleted one is null where it is named."""

    login: str
    id: int
    type: str = "User"

    @property
    def account(self) -> Account:
        """In our words."""
        return Account(self.login, self.id, is_bot=self.type == "Bot")


GHOST: Final = Account("ghost", 0, is_bot=False)
"""How GitHub calls a deleted account."""


class _Permission(Part):
    permission: str
    role_name: str = ""


class _Membership(Part):
    state: str


async def read_standing(api: Installation, key: PullRequestKey, account: Account, teams: Iterable[str]) -> Standing:
    """What an account may do in the repository, and in which of `teams` ("org/slug") it is an active member.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    login = quote(account.login, safe="")
    try:
        answer = await api.get(f"{repository_path(key)}/collaborators/{login}/permission")
    except NotVisible:  # no such account: it was deleted or renamed since
        return Standing("none")
    told = answer.read(_Permission)
    role = told.role_name if told.role_name in PERMISSIONS else _BASE_OF_CUSTOM.get(told.permission, "none")
    member = [team for team in sorted(teams) if await _is_active(api, team, login)]
    return Standing(role, frozenset(member))


async def _is_active(api: Installation, team: str, login: str) -> bool:
    """Whether the membership is accepted; who is not in the team, and a team that is not seen, are no members."""
    organisation, _, slug = team.partition("/")
    path = f"/orgs/{quote(organisation, safe='')}/teams/{quote(slug, safe='')}/memberships/{login}"
    try:
        return (await api.get(path)).read(_Membership).state == _ACTIVE
    except NotVisible:
        return False
