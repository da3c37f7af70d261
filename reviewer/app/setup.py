"""The service before it has an App: nothing but `/setup` is served, and what comes of it is kept."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import aclosing

import structlog

from reviewer.app.credentials import check_storable, environment_lines, store
from reviewer.app.http import address_of, serving
from reviewer.app.logs import Cleaner
from reviewer.app.running import stop_on_signals
from reviewer.github.manifest import ManifestFlow, RegisteredApp
from reviewer.settings import Settings, load
from reviewer.web.setup.claim import Claim
from reviewer.web.setup.doors import SetupDoors, Shown, Stored
from reviewer.web.setup.pages import SETUP
from reviewer.web.setup.site import setup_site

_log = structlog.get_logger(__name__)


def set_up(settings: Settings, listening: socket.socket, cleaner: Cleaner) -> Settings | None:
    """Let an App be registered, and return the settings with it; None where the service was told to stop before.

    `listening` stays open: who calls meanwhile waits for the service.

    Raises:
        SettingsProblem: what would come of it could not be stored.
    """
    if settings.setup == "store":
        check_storable(settings)
    return load() if asyncio.run(_registered(settings, listening, cleaner)) else None


async def _registered(settings: Settings, listening: socket.socket, cleaner: Cleaner) -> bool:
    stop, claim = stop_on_signals(), Claim(time.monotonic)

    def keep(app: RegisteredApp, base_url: str) -> Stored | Shown:
        cleaner.learn(it.get_secret_value() for it in (app.private_key, app.webhook_secret, app.client_secret))
        return _kept(settings, environment_lines(app, base_url, settings.github_api_url))

    async with aclosing(ManifestFlow(settings.github_api_url)) as github:
        doors = SetupDoors(github, claim, keep, settings.base_url, settings.setup)
        async with serving(setup_site(doors), listening.dup()):
            address = f"{settings.base_url or address_of(listening)}{SETUP}"
            _log.warning("no App is set up: open this address, with this token", address=address, token=claim.token)
            ends = [asyncio.create_task(it.wait()) for it in (stop, doors.finished)]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                end.cancel()
    return doors.finished.is_set() and not stop.is_set()


def _kept(settings: Settings, lines: str) -> Stored | Shown:
    if settings.setup == "show":
        return Shown(lines)
    try:
        return Stored(f"{store(settings, lines)}")
    except OSError as error:  # the credentials come once: they are shown rather than lost
        _log.error("the App could not be stored", why=error.strerror, file=error.filename)
        return Shown(lines, error.strerror or "unknown error")
