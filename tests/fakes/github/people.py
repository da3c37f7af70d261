"""Who acts: accounts, Apps, their installations and tokens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.github.fast_import import Signature

Permissions = Mapping[str, str]
"""Permission name to `read` or `write`, in the words of X-Accepted-GitHub-Permissions."""


@dataclass(slots=True)
class Account:
    id: int
    login: str
    kind: str = "User"
    """User, Organization or Bot."""

    @property
    def signature(self) -> Signature:
        return Signature(self.login, f"{self.id}+{self.login}@users.noreply.github.com")


@dataclass(slots=True)
class App:
    id: int
    slug: str
    client_id: str
    private_key: str
    public_key: str
    bot: Account
    permissions: Permissions
    client_secret: str = field(default_factory=lambda: secrets.token_hex(20))
    callback_urls: list[str] = field(default_factory=list[str])
    events: tuple[str, ...] = ("pull_request", "check_run")


@dataclass(slots=True)
class Pool:
    """One rate limit: how many requests are left until it is reset."""

    limit: int = 5000
    used: int = 0
    reset_at: datetime | None = None


@dataclass(slots=True)
class Installation:
    id: int
    app: App
    account: Account
    permissions: Permissions
    core: Pool = field(default_factory=Pool)
    graphql: Pool = field(default_factory=Pool)
    suspended: bool = False
    removed: bool = False
    writes: list[datetime] = field(default_factory=list[datetime])
    """Of the last minute."""
    created: list[datetime] = field(default_factory=list[datetime])
    """Of the last hour."""


@dataclass(slots=True)
class Token:
    value: str
    installation: Installation
    permissions: Permissions
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """What somebody who signed in brings back to an App; counts once."""

    value: str
    app: App
    account: Account
    redirect_uri: str
    challenge: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """An App that was registered from a manifest, whose credentials nobody has fetched yet."""

    app: App
    owner: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UserToken:
    """The right to act for a person, as far as the App may."""

    value: str
    app: App
    account: Account
    expires_at: datetime
