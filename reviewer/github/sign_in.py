"""Signing people in: GitHub's web flow for the users of an App, with PKCE.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, SecretStr

from reviewer.domain.errors import HostDown, Refused
from reviewer.github.answers import Answer
from reviewer.github.http import Http
from reviewer.settings import SignInIdentity

CALLBACK: Final = "/login/callback"
_NOT_FOUND: Final = frozenset({301, 302, 307, 308, 404, 410, 451})
_PER_PAGE: Final = 100
_MOST_PAGES: Final = 10
_OPEN: Final = httpx.Auth()
"""Sends the request as it is."""


Listed = TypeVar("Listed", bound=BaseModel)


class SignInRefused(Refused):
    """GitHub does not accept the code: it was used before, is too old, or is of somebody else."""


class SignedOut(Refused):
    """GitHub does not accept the person's token any more."""

    status = 401


class _TokenAnswer(BaseModel):
    """The answer has status 200 also where it is an error."""

    model_config = ConfigDict(extra="ignore")
    access_token: SecretStr | None = None
    expires_in: int | None = None
    error: str = ""


class _Permissions(BaseModel):
    model_config = ConfigDict(extra="ignore")
    pull: bool = True


class _Repository(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int
    full_name: str = ""
    permissions: _Permissions = _Permissions()


class _Repositories(BaseModel):
    model_config = ConfigDict(extra="ignore")
    repositories: tuple[_Repository, ...]


class _Account(BaseModel):
    model_config = ConfigDict(extra="ignore")
    login: str


class _Installation(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int
    account: _Account


class _Installations(BaseModel):
    model_config = ConfigDict(extra="ignore")
    installations: tuple[_Installation, ...]


class _User(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int
    login: str


class UserToken(Struct, frozen=True):
    """A person's token; `seconds` is how long it lives, None when GitHub does not say."""

    value: SecretStr
    seconds: int | None


class Visitor(Struct, frozen=True):
    """Who signed in."""

    id: int
    login: str


class VisibleInstallation(Struct, frozen=True):
    """An installation of the App where somebody may read something; `owner` is a login."""

    id: int
    owner: str


class VisibleRepository(Struct, frozen=True):
    """A repository that somebody may read."""

    id: int
    full_name: str


@dataclass(frozen=True, slots=True, repr=False)
class _Bearer(httpx.Auth):
    value: SecretStr

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = f"Bearer {self.value.get_secret_value()}"
        yield request


def web_address(api_url: str) -> str:
    """Where people see the GitHub of an API: https://github.com, an Enterprise Server, a data residency's own host."""
    address = urlsplit(api_url)
    host = address.netloc.removeprefix("api.")
    return f"{address.scheme}://{host}{address.path.removesuffix('/api/v3')}"


def pkce_challenge(verifier: str) -> str:
    """S256 of RFC 7636."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class GitHubSignIn:
    """GitHub as the pages know it: who somebody is, and what this person may see. For one event loop."""

    def __init__(self, identity: SignInIdentity, *, api: Http | None = None, web: Http | None = None) -> None:
        """Sends nothing yet."""
        self._identity = identity
        self.web_url = web_address(identity.api_url)
        self._api = api or Http(identity.api_url)
        self._web = web or Http(self.web_url)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._api.aclose()
        await self._web.aclose()

    def address(self, state: str, verifier: str) -> str:
        """Where to send somebody who wants to sign in."""
        asked = {
            "client_id": self._identity.client_id,
            "redirect_uri": self._callback,
            "state": state,
            "code_challenge": pkce_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.web_url}/login/oauth/authorize?{urlencode(asked)}"

    async def token(self, code: str, verifier: str) -> UserToken:
        """Return the token that a code stands for.

        Raises:
            SignInRefused: it stands for none (any more).
            HostDown: GitHub does not answer.
        """
        body = {
            "client_id": self._identity.client_id,
            "client_secret": self._identity.client_secret.get_secret_value(),
            "code": code,
            "redirect_uri": self._callback,
            "code_verifier": verifier,
        }
        answer = await self._web.send(
            "POST", "/login/oauth/access_token", auth=_OPEN, body=body, accept="application/json"
        )
        if answer.status in {401, 404, 422}:
            raise SignInRefused("GitHub refuses to sign anybody in for this App.")
        given = _successful(answer).read(_TokenAnswer)
        if given.access_token is None:
            raise SignInRefused("GitHub does not accept this code.")
        return UserToken(given.access_token, given.expires_in)

    async def visitor(self, token: SecretStr) -> Visitor:
        """Return whose token it is.

        Raises:
            SignedOut, HostDown
        """
        user = _successful(await self._get("/user", token)).read(_User)
        return Visitor(user.id, user.login)

    async def repository_id(self, token: SecretStr, owner: str, name: str) -> int | None:
        """Return the number of a repository that the person may read; None where GitHub shows none.

        GitHub shows a private one only where the App is installed as well.

        Raises:
            SignedOut, HostDown
        """
        answer = await self._get(f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}", token)
        if answer.status in _NOT_FOUND or (answer.status == 403 and not _is_limit(answer)):
            return None  # a 403 is an organisation's single sign-on, or a repository that GitHub has closed
        found = _successful(answer).read(_Repository)
        return found.id if found.permissions.pull else None

    async def installations(self, token: SecretStr) -> tuple[VisibleInstallation, ...]:
        """Return the installations of the App where the person may read something.

        Raises:
            SignedOut, HostDown
        """
        pages = [page async for page in self._pages("/user/installations", token, _Installations)]
        return tuple(VisibleInstallation(it.id, it.account.login) for page in pages for it in page.installations)

    async def repositories_of(self, token: SecretStr, installation: int) -> tuple[VisibleRepository, ...] | None:
        """Return the repositories of an installation that the person may read; None where GitHub shows none.

        Raises:
            SignedOut, HostDown
        """
        path = f"/user/installations/{installation}/repositories"
        pages = [page async for page in self._pages(path, token, _Repositories)]
        readable = [it for page in pages for it in page.repositories if it.permissions.pull]
        return tuple(VisibleRepository(it.id, it.full_name) for it in readable) if pages else None

    async def _pages(self, path: str, token: SecretStr, model: type[Listed]) -> AsyncGenerator[Listed]:
        """The pages of a list, the first few; none of one that GitHub does not show."""
        for number in range(1, _MOST_PAGES + 1):
            answer = await self._get(f"{path}?per_page={_PER_PAGE}&page={number}", token)
            if answer.status in _NOT_FOUND or (answer.status == 403 and not _is_limit(answer)):
                return
            yield _successful(answer).read(model)
            if 'rel="next"' not in answer.headers.get("link", ""):
                return

    async def forget(self, token: SecretStr) -> None:
        """Let GitHub void a token; one that it does not know is void already.

        Raises:
            HostDown
        """
        identity = self._identity
        auth = httpx.BasicAuth(identity.client_id, identity.client_secret.get_secret_value())
        path = f"/applications/{quote(identity.client_id, safe='')}/token"
        body = {"access_token": token.get_secret_value()}
        answer = await self._api.send("DELETE", path, auth=auth, body=body)
        if answer.status not in {404, 422}:
            _successful(answer)

    @property
    def _callback(self) -> str:
        return f"{self._identity.base_url}{CALLBACK}"

    async def _get(self, path: str, token: SecretStr) -> Answer:
        answer = await self._api.send("GET", path, auth=_Bearer(token))
        if answer.status == 401:
            raise SignedOut("GitHub does not accept this person's token any more.")
        return answer


def _is_limit(answer: Answer) -> bool:
    return "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"


def _successful(answer: Answer) -> Answer:
    """Raises HostDown for any other answer: here nobody waits for GitHub's limits, people try again."""
    if 200 <= answer.status < 300:
        return answer
    raise HostDown(f"{answer.what}: GitHub answered {answer.status}")
