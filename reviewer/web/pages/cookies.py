"""Our cookies: sealed, for this host alone, out of reach of scripts and of other sites' requests."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from msgspec import Struct
from pydantic import BaseModel, SecretStr, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from reviewer.web.pages.seal import Seal

Content = TypeVar("Content", bound=BaseModel)
_LONGEST: Final = 3_800
"""A browser drops a cookie over 4,096 bytes, its name and flags included."""


class TooLong(ValueError):
    """What was to be kept is longer than a cookie."""


class Place(Struct, frozen=True):
    """Where the pages are reached; over https a cookie is for it alone (`__Host-`) and never sent in clear."""

    https: bool


class Cookie(Generic[Content]):
    """One cookie with its content. How long it counts is the content's own business: a browser may keep it longer."""

    def __init__(self, name: str, content: type[Content], secret: SecretStr, place: Place) -> None:
        """Each name has a seal of its own."""
        self.name = f"__Host-{name}" if place.https else name
        self._secure = place.https
        self._content = content
        self._seal = Seal(secret, name)

    def put(self, response: Response, content: Content, seconds: float) -> None:
        """Give it to the browser.

        Raises:
            TooLong: the browser would drop it.
        """
        sealed = self._seal.close(content.model_dump_json())
        if len(sealed) > _LONGEST:
            raise TooLong(f"the cookie {self.name} would have {len(sealed)} bytes")
        self._set(response, sealed, int(seconds))

    def take(self, request: Request) -> Content | None:
        """What the browser has; None when that is nothing of ours."""
        opened = self._seal.open(request.cookies.get(self.name, ""))
        if opened is None:
            return None
        try:
            return self._content.model_validate_json(opened)
        except ValidationError:  # of another version
            return None

    def drop(self, response: Response) -> None:
        """Let the browser forget it."""
        self._set(response, "", 0)

    def _set(self, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            self.name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax"
        )
