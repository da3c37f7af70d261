"""A service without an App over real HTTP, a fake GitHub to register one at, and browsers that try."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import httpx

from reviewer.app.credentials import environment_lines
from reviewer.app.http import listen, serving
from reviewer.github.http import Http
from reviewer.github.manifest import ManifestFlow, RegisteredApp
from reviewer.web.setup.claim import Claim
from reviewer.web.setup.doors import SetupDoors, Shown, Stored
from reviewer.web.setup.site import setup_site
from tests.fakes.github.world import World
from tests.plain_http import NO_CERTIFICATES
from tests.visits import Html, Moment, read_html

FILLED = {"name": "Acme Holdfast", "organization": "acme", "base_url": "https://holdfast.example.com"}


@dataclass(slots=True)
class Browser:
    """Somebody at the setup pages."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def bring(self, token: str) -> httpx.Response:
        return await self.client.post("/setup/token", data={"token": token})

    async def form(self) -> str:
        """The word that this browser's form carries."""
        found = re.search(r'name="form" value="([^"]+)"', (await self.get("/setup")).text)
        assert found is not None
        return found[1]

    async def fill(self, **fields: str) -> httpx.Response:
        """Send the form, filled in well but for what is named here."""
        return await self.client.post("/setup/app", data={"form": await self.form(), **FILLED, **fields})

    async def at_github(self, filled: httpx.Response) -> httpx.Response:
        """Send GitHub's form, as its button does."""
        assert filled.status_code == 200, filled.text
        address, manifest = github_form(read_html(filled.text))
        return await self.client.post(address, data={"manifest": manifest})

    async def from_github(self, **fields: str) -> str:
        """Register at GitHub; the path by which it sends the browser back."""
        sent = await self.at_github(await self.fill(**fields))
        assert sent.status_code == 302, sent.text
        return sent.headers["location"].removeprefix(FILLED["base_url"])


def github_form(html: Html) -> tuple[str, str]:
    """Where the form of a page goes, and the manifest that it carries."""
    (address,) = [attrs["action"] for tag, attrs in html.tags if tag == "form"]
    (manifest,) = [attrs["value"] for tag, attrs in html.tags if tag == "input" and attrs.get("name") == "manifest"]
    assert address is not None
    assert manifest is not None
    return address, manifest


@dataclass(slots=True)
class Setup:
    """The service before it has an App; `kept` is every App that it was given, with the address."""

    world: World
    doors: SetupDoors
    origin: str
    now: Moment
    kept: list[tuple[RegisteredApp, str]]
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def browser(self) -> Browser:
        told = {"User-Agent": "Mozilla/5.0"}
        client = httpx.AsyncClient(base_url=self.origin, timeout=30, headers=told, verify=NO_CERTIFICATES)
        return Browser(await self._stack.enter_async_context(client))

    async def claimed(self) -> Browser:
        """The browser of whoever reads the log."""
        made = await self.browser()
        assert (await made.bring(self.doors.claim.token)).status_code == 303
        return made


@asynccontextmanager
async def open_setup(
    world: World, plan: Literal["store", "show"] = "store", base_url: str | None = None, why: str = ""
) -> AsyncGenerator[Setup]:
    """Serves the setup; `why` is the reason for which nothing can be stored."""
    kept: list[tuple[RegisteredApp, str]] = []

    def keep(app: RegisteredApp, address: str) -> Stored | Shown:
        kept.append((app, address))
        lines = environment_lines(app, address, world.root)
        return Shown(lines, why) if plan == "show" or why else Stored("data/app.env")

    listening, now = listen("127.0.0.1", 0), Moment()
    async with AsyncExitStack() as stack:
        github = ManifestFlow(world.root, Http(world.root, timeout=httpx.Timeout(5.0, read=2.0)))
        stack.push_async_callback(github.aclose)
        doors = SetupDoors(github, Claim(now), keep, base_url, plan)
        await stack.enter_async_context(serving(setup_site(doors), listening))
        yield Setup(world, doors, f"http://127.0.0.1:{listening.getsockname()[1]}", now, kept, stack)
