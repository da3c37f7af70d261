"""Requests in the name of the App and of its installations; every failure under our own names."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import httpx
from githubkit import AppAuthStrategy, GitHub
from githubkit.cache import MemCacheStrategy
from msgspec import Struct
from pydantic import AwareDatetime, BaseModel, SecretStr

from reviewer.domain.errors import MissingPermission, SettingsProblem
from reviewer.github.answers import Answer, NotVisible, failure, is_limit
from reviewer.github.clock import Clock, SystemClock
from reviewer.github.graphql import graphql_data
from reviewer.github.http import Http
from reviewer.github.observed import observed
from reviewer.github.pace import Pace, TakeTurn, nobody_else
from reviewer.ports import BeforeWrite
from reviewer.settings import AppIdentity

_EARLY_SECONDS = 120.0
"""A token is replaced so long before it expires, so that none expires within a request."""
_RENEWED_SECONDS = 60.0
"""A refusal for a token older than this is asked again with a new one."""


class _TokenAnswer(BaseModel):
    token: str
    expires_at: AwareDatetime


@dataclass(frozen=True, slots=True, repr=False)
class _Token(httpx.Auth):
    """A bearer token; its value shows in no message and in no repr."""

    value: str
    expires_at: datetime
    made_at: float

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = f"Bearer {self.value}"
        yield request


class Client:
    """GitHub for one App. Keeps connections and tokens; use it from one event loop and close it.

    githubkit signs the App's JWT. Its own requests are not used: it repeats a POST whose answer was
    lost, which makes a second check run, and ten first requests at once mint ten tokens.
    """

    def __init__(
        self,
        identity: AppIdentity,
        *,
        http: Http | None = None,
        clock: Clock | None = None,
        take_turn: TakeTurn = nobody_else,
    ) -> None:
        """Sends nothing yet."""
        self.app_id = identity.app_id
        self.clock = clock or SystemClock()
        self.http = http or Http(identity.api_url)
        self.pace = Pace(self.clock, take_turn)
        self._github = GitHub(  # kept: its parts refer to it only weakly
            AppAuthStrategy(identity.app_id, identity.private_key.get_secret_value()),
            base_url=identity.api_url,
            auto_retry=False,
            http_cache=False,
            cache_strategy=_signed_tokens(identity.app_id, identity.private_key),
        )
        self._tokens: dict[int, _Token] = {}
        self._minting: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def aclose(self) -> None:
        """Close every connection."""
        await self.http.aclose()

    def installation(self, number: int) -> Installation:
        """Return the API as one installation sees it."""
        return Installation(self, number)

    async def as_app(self, method: str, path: str, body: object = None) -> Answer:
        """Send with the App's JWT.

        Raises:
            SettingsProblem: GitHub does not know this App, or not this key.
            HoldfastError: any failure, by `answers.failure`.
        """
        auth = self._github.auth.get_auth_flow(self._github)  # pyright: ignore[reportUnknownMemberType]  # githubkit leaves a type argument out
        answer = await observed(method, path, 0, self.http.send(method, path, auth=auth, body=body))
        if answer.status == 401:
            raise SettingsProblem(
                f"GitHub does not accept App {self.app_id} with this private key.",
                hint="HOLDFAST_APP_ID and HOLDFAST_PRIVATE_KEY belong together; the machine's clock must be right",
            )
        return self._succeeded(answer)

    async def token(self, installation: int) -> _Token:
        """Return a living token; concurrent first callers wait for one and the same."""
        async with self._minting[installation]:
            known = self._tokens.get(installation)
            if known is not None and known.expires_at.timestamp() - _EARLY_SECONDS > self.clock.now():
                return known
            try:
                answer = await self.as_app("POST", f"/app/installations/{installation}/access_tokens")
            except NotVisible:
                raise NotVisible(f"The App is no longer installed (installation {installation}).") from None
            given = answer.read(_TokenAnswer)
            token = _Token(given.token, given.expires_at, self.clock.now())
            self._tokens[installation] = token
            return token

    async def send(self, installation: int, method: str, path: str, *, body: object, accept: str | None) -> Answer:
        """Send with the installation's token; one that was revoked early, or lacks newer rights, is replaced once.

        What was refused has had no effect, so this is safe for writes too.
        """
        for attempt in (1, 2):
            token = await self.token(installation)
            sent = self.http.send(method, path, auth=token, body=body, accept=accept)
            answer = await observed(method, path, installation, sent)
            refused = answer.status == 403 and not is_limit(answer) and self._may_be_outdated(token)
            if attempt == 2 or not (answer.status == 401 or refused):
                return self._succeeded(answer)
            self._forget(installation, token)
        raise AssertionError("the second attempt returns or raises")

    def renew_rights(self, installation: int) -> bool:
        """Drop a token that may have fewer rights than the installation has by now; whether there was one."""
        token = self._tokens.get(installation)
        if token is None or not self._may_be_outdated(token):
            return False
        self._forget(installation, token)
        return True

    def _may_be_outdated(self, token: _Token) -> bool:
        """Whether it is old enough that rights may have been granted since; it keeps those it was made with."""
        return self.clock.now() - token.made_at > _RENEWED_SECONDS

    def _forget(self, installation: int, token: _Token) -> None:
        if self._tokens.get(installation) is token:
            del self._tokens[installation]

    def _succeeded(self, answer: Answer) -> Answer:
        if 200 <= answer.status < 300:
            return answer
        raise failure(answer, self.clock.now())


@lru_cache(maxsize=8)
def _signed_tokens(app_id: int, key: SecretStr) -> MemCacheStrategy:
    """Where the App's JWTs are kept, eight minutes each: signing one takes 80 ms, most of it to load the key."""
    del app_id, key
    return MemCacheStrategy()


class Installation(Struct, frozen=True):
    """GitHub's API with the rights of one installation.

    Every method raises `TryAgain` (limits, no or broken answers), `MissingPermission` (403, 404) or,
    for a request that is wrong in itself, `RejectedRequest`.
    """

    client: Client
    number: int

    async def get(self, path: str, *, accept: str | None = None) -> Answer:
        """Read; `path` is percent-encoded."""
        return await self.client.send(self.number, "GET", path, body=None, accept=accept)

    async def write(self, method: str, path: str, body: Mapping[str, object], before_write: BeforeWrite) -> Answer:
        """Write, in turn with the installation's other writes; `before_write` has the last word."""
        async with self.client.pace.turn(self.number):
            await before_write()
            return await self.client.send(self.number, method, path, body=body, accept=None)

    async def mutate(
        self,
        query: str,
        variables: Mapping[str, object],
        before_write: BeforeWrite,
        optional: Collection[str] = (),
        rejectable: Collection[str] = (),
    ) -> dict[str, object]:
        """Write by GraphQL, in turn like every write.

        What of it was refused is null, if it is `optional`; and what is wrong in itself, if it is `rejectable`.
        """
        async with self.client.pace.turn(self.number):
            await before_write()
            return await self.graphql(query, variables, optional, rejectable)

    async def graphql(
        self,
        query: str,
        variables: Mapping[str, object],
        optional: Collection[str] = (),
        rejectable: Collection[str] = (),
    ) -> dict[str, object]:
        """Ask by GraphQL; the data of a query without errors, but that an `optional` field is not to be seen."""
        body = {"query": query, "variables": dict(variables)}
        answer = await self.client.send(self.number, "POST", "/graphql", body=body, accept=None)
        try:
            return graphql_data(answer, self.client.clock.now(), optional, rejectable)
        except MissingPermission as problem:
            if isinstance(problem, NotVisible) or not self.client.renew_rights(self.number):
                raise
        answer = await self.client.send(self.number, "POST", "/graphql", body=body, accept=None)
        return graphql_data(answer, self.client.clock.now(), optional, rejectable)
