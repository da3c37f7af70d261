"""What stands behind the pages of the setup, connected by the composition root."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from msgspec import Struct, field
from starlette.requests import Request

from reviewer.github.manifest import ManifestFlow, RegisteredApp
from reviewer.web.setup.claim import Claim


class Stored(Struct, frozen=True):
    """The credentials are in a file, and the service goes on with them."""

    path: str


class Shown(Struct, frozen=True):
    """The credentials are nowhere but on the page.

    Attributes:
        lines: of an environment file.
        why: they could not be stored; "" where they were not to be.
    """

    lines: str
    why: str = ""


Keep = Callable[[RegisteredApp, str], Stored | Shown]
"""Keeps a new App and the address of the service, or says what is to be shown."""


class SetupDoors(Struct, frozen=True):
    """The setup as its pages know it.

    Attributes:
        base_url: where people reach the service, if the settings say so.
        plan: what will become of the credentials.
    """

    github: ManifestFlow
    claim: Claim
    keep: Keep
    base_url: str | None
    plan: Literal["store", "show"]
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def of(cls, request: Request) -> SetupDoors:
        """Return the doors of the application that serves `request`."""
        doors = request.app.state.setup
        if not isinstance(doors, cls):
            raise TypeError("the application was made without its doors")
        return doors
