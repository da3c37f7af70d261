"""The pages over real HTTP, and visitors with a browser's habits: cookies, redirects, and GitHub next door."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser

import httpx
from procrastinate import App
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from reviewer.app.http import listen, serving
from reviewer.domain.signoff.settlement import PullRequestRecord
from reviewer.github.sign_in import CALLBACK, GitHubSignIn
from reviewer.settings import SignInIdentity
from reviewer.store.decay_records import DecayRecords
from reviewer.store.histories import Histories
from reviewer.web.pages.desk import OpenPages, open_pages
from reviewer.web.site import site
from tests.fakes.github.people import App as GitHubApp
from tests.fakes.github.world import World
from tests.plain_http import NO_CERTIFICATES
from tests.shops import Shop
from tests.sites import doors_of


@dataclass(slots=True)
class Moment:
    """The time of day, which a test can move."""

    seconds: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(slots=True)
class Visitor:
    """A browser at our pages; `github` is what the same person's browser is at GitHub."""

    world: World
    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        """One request, without following a redirect."""
        return await self.client.get(path)

    async def sign_in(self, login: str, wanted: str = "/") -> httpx.Response:
        """Go to GitHub as this account and come back; the answer of the callback."""
        self.world.visitor = self.world.account(login)
        return await self.client.get(await self.from_github(wanted))

    async def from_github(self, wanted: str = "/") -> str:
        """Go to GitHub; where it sends the browser back to."""
        sent = await self.client.get("/login/github", params={"to": wanted})
        assert sent.status_code == 303, sent.text
        back = await self.client.get(sent.headers["location"])
        assert back.status_code == 302, back.text
        return back.headers["location"]

    async def form(self) -> str:
        """The word that this visitor's forms carry."""
        found = re.search(r'name="form" value="([^"]+)"', (await self.get("/")).text)
        assert found is not None
        return found[1]

    async def sign_out(self) -> httpx.Response:
        return await self.client.post("/logout", data={"form": await self.form()})


@dataclass(slots=True)
class Visits:
    """The pages of a shop's App: open to visitors who sign in at the fake GitHub."""

    shop: Shop
    pages: OpenPages
    origin: str
    now: Moment
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def visitor(self) -> Visitor:
        told = {"User-Agent": "Mozilla/5.0"}
        client = httpx.AsyncClient(base_url=self.origin, timeout=30, headers=told, verify=NO_CERTIFICATES)
        return Visitor(self.shop.world, await self._stack.enter_async_context(client))

    async def signed_in(self, login: str) -> Visitor:
        visitor = await self.visitor()
        assert (await visitor.sign_in(login)).status_code == 303
        return visitor


@asynccontextmanager
async def open_visits(
    shop: Shop, engine: AsyncEngine, queue: App, *, base_url: str | None = None
) -> AsyncGenerator[Visits]:
    """Serves the pages; with another `base_url` they believe to be reached there."""
    listening = listen("127.0.0.1", 0)
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    identity = sign_in_identity_of(shop.app, shop.world, base_url or origin)
    now = Moment()
    async with AsyncExitStack() as stack:
        github = GitHubSignIn(identity)
        stack.push_async_callback(github.aclose)
        pages = open_pages(identity, github, partial(_history, engine), DecayRecords(engine), now)
        await stack.enter_async_context(serving(site(doors_of(engine, queue), pages), listening))
        yield Visits(shop, pages, origin, now, stack)


def sign_in_identity_of(app: GitHubApp, world: World, base_url: str) -> SignInIdentity:
    """What the service knows of the App once its callback is registered."""
    app.callback_urls.append(base_url + CALLBACK)
    return SignInIdentity(app.client_id, SecretStr(app.client_secret), base_url, world.root)


async def _history(engine: AsyncEngine, repository_id: int, number: int) -> PullRequestRecord | None:
    return await Histories(engine).of(repository_id, number)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.codes: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "code":
            self.codes.append("")

    @override
    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        if self.lasttag == "code" and self.codes:
            self.codes[-1] += data


@dataclass(frozen=True, slots=True)
class Html:
    """A page as a parser reads it: its words with single blanks, its tags, and what stands in `code`."""

    words: str
    tags: tuple[tuple[str, dict[str, str | None]], ...]
    codes: tuple[str, ...] = ()

    def links(self) -> list[str]:
        return [attrs.get("href") or "" for tag, attrs in self.tags if tag == "a"]


def read_html(text: str) -> Html:
    reader = _Text()
    reader.feed(text)
    reader.close()
    return Html(" ".join(" ".join(reader.parts).split()), tuple(reader.tags), tuple(reader.codes))
