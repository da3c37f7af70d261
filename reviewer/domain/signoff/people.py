"""Accounts, and what GitHub says of them at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PERMISSIONS: Final = ("none", "read", "triage", "write", "maintain", "admin")
"""Roles in a repository, weakest first."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account, as GitHub writes its login: a bot's ends in [bot] or is known as a bot otherwise."""

    login: str
    id: int
    is_bot: bool

    @property
    def key(self) -> str:
        """The login as logins are compared: without regard to case."""
        return login_key(self.login)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account may do and belongs to.

    Attributes:
        permission: one of `PERMISSIONS`; of a custom role the one it is built on.
        teams: keys of the teams that were asked about and of which it is an active member.
    """

    permission: str
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signer:
    """An account with its standing when it signed."""

    account: Account
    standing: Standing


def login_key(login: str) -> str:
    """Compares logins; GitHub's are unique without regard to case."""
    return login.removeprefix("@").casefold()


def team_key(team: str, owner: str) -> str:
    """Compares teams: `slug`, `org/slug` and `@org/slug` are one; without an organisation it is the owner's."""
    name = team.removeprefix("@").casefold()
    return name if "/" in name else f"{owner.casefold()}/{name}"


def at_least(permission: str, wanted: str) -> bool:
    """Whether a role is as strong as another; an unknown one is none."""
    return (
        wanted in PERMISSIONS
        and permission in PERMISSIONS
        and PERMISSIONS.index(permission) >= PERMISSIONS.index(wanted)
    )
