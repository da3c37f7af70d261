"""One HTTP request to GitHub: bounded in time and size, never redirected to another host."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from importlib.metadata import version
from typing import cast

import httpx

from reviewer.domain.errors import HostDown
from reviewer.github.answers import Answer, TooMuch

TIMEOUT = httpx.Timeout(connect=5.0, read=15.0, write=15.0, pool=15.0)
"""GitHub itself cuts a request after 10 seconds."""
WHOLE_SECONDS = 60.0
"""For one whole answer, however slowly it drips."""
LARGEST_ANSWER = 64 * 1024 * 1024
RAW = "application/vnd.github.raw+json"
"""Media type of a blob's own bytes."""
_REDIRECTS = 3
_HEADERS = {
    "Accept": "application/vnd.github+json",
    "User-Agent": f"holdfast/{version('holdfast')}",
    "X-GitHub-Api-Version": "2022-11-28",
}


class Http:
    """The connections to one GitHub, shared by all installations. For one event loop."""

    def __init__(self, api_url: str, *, timeout: httpx.Timeout = TIMEOUT, largest: int = LARGEST_ANSWER) -> None:
        """Opens nothing yet."""
        self.base = httpx.URL(api_url.rstrip("/"))
        self._largest = largest
        self._client = httpx.AsyncClient(
            headers=_HEADERS, timeout=timeout, verify=_certificates(), follow_redirects=False
        )

    @property
    def timeout(self) -> httpx.Timeout:
        """The time-outs of every request."""
        return self._client.timeout

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    def url(self, path: str) -> httpx.URL:
        """The address of an API path; GraphQL of an Enterprise Server stands beside its REST API."""
        base = self.base.path.rstrip("/")
        if path == "/graphql" and base.endswith("/api/v3"):
            base = base.removesuffix("/v3")
        raw, _, query = path.partition("?")
        return self.base.copy_with(raw_path=f"{base}{raw}{'?' if query else ''}{query}".encode("ascii"))

    async def send(
        self,
        method: str,
        path: str,
        *,
        auth: httpx.Auth,
        body: object = None,
        accept: str | None = None,
    ) -> Answer:
        """Return whatever GitHub answers; `path` is percent-encoded, its query included.

        Raises:
            HostDown: there is no whole answer in time.
            TooMuch: the answer is larger than we take.
        """
        what = f"{method} {path.partition('?')[0]}"
        url = self.url(path)
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                for _ in range(_REDIRECTS + 1):
                    answer = await self._once(what, method, url, auth, body, accept)
                    onward = self._same_host(url, answer)
                    if onward is None:
                        return answer
                    url = onward
        except (TimeoutError, httpx.TimeoutException) as error:
            raise HostDown(f"{what}: GitHub did not answer in time ({type(error).__name__})") from None
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            # httpx reads a Location also where it is not followed.
            # The cause carries the request and with it the token: only its name goes on.
            raise HostDown(f"{what}: no whole answer from GitHub ({type(error).__name__})") from None
        raise HostDown(f"{what}: GitHub redirects in a circle")

    async def _once(
        self, what: str, method: str, url: httpx.URL, auth: httpx.Auth, body: object, accept: str | None
    ) -> Answer:
        headers = {"Accept": accept} if accept else {}
        async with self._client.stream(method, url, json=body, headers=headers, auth=auth) as response:
            received = bytearray()
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) > self._largest:
                    raise TooMuch(f"{what}: GitHub's answer is larger than {self._largest} bytes")
            return Answer(what, response.status_code, _lower(response.headers), bytes(received))

    def _same_host(self, url: httpx.URL, answer: Answer) -> httpx.URL | None:
        """Where to go on; None when this is the answer. A token is never carried to another host."""
        location = answer.headers.get("location")
        if answer.status not in {301, 302, 307, 308} or location is None:
            return None
        try:
            onward = url.join(location)
        except httpx.InvalidURL:
            return None
        return onward if _origin(onward) == _origin(self.base) else None


@cache
def _certificates() -> ssl.SSLContext:
    """Loading them takes tens of milliseconds, so it happens once."""
    return httpx.create_ssl_context()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in cast("list[tuple[str, str]]", headers.items())}
