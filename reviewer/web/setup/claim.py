"""Whose the setup is: of the first browser that brings the token which only the service's log tells."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from reviewer.github.manifest import CODE_SECONDS

COOKIE: Final = "holdfast-setup"
Now = Callable[[], float]
"""Seconds, of a clock that never goes back."""


class Asked(Struct, frozen=True):
    """A form that went to GitHub; `ends` by the same clock as `Now`."""

    base_url: str
    ends: float


class Claim:
    """One service, one token, one browser, one App. Kept in memory: a restart begins anew, with another token."""

    def __init__(self, now: Now) -> None:
        """Nobody has come yet."""
        self.token = secrets.token_hex(20)
        self.done = False
        self._now = now
        self._browser = ""
        self._form = ""
        self._asked: dict[str, Asked] = {}

    @property
    def taken(self) -> bool:
        """Whether some browser has brought the token."""
        return bool(self._browser)

    @property
    def form(self) -> str:
        """The word that our forms carry for this browser."""
        return self._form

    def take(self, token: str) -> bool:
        """Claim the setup; the token counts once."""
        if self.taken or self.done or not _same(token, self.token):
            return False
        self._browser, self._form = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        return True

    def give(self, response: Response, *, https: bool) -> None:
        """Let the browser be known again."""
        response.set_cookie(COOKIE, self._browser, path="/", secure=https, httponly=True, samesite="lax")

    def is_of(self, request: Request) -> bool:
        """Whether the request comes from the browser that claimed the setup."""
        return self.taken and _same(request.cookies.get(COOKIE, ""), self._browser)

    def may_post(self, form: str) -> bool:
        """Whether a form is one that we gave the browser."""
        return self.taken and _same(form, self._form)

    def ask(self, base_url: str) -> str:
        """Note that a form goes to GitHub; return the state that has to come back with the code, within an hour."""
        state = secrets.token_urlsafe(32)
        self._asked[state] = Asked(base_url, self._now() + CODE_SECONDS)
        return state

    def asked(self, state: str) -> Asked | None:
        """What went to GitHub with this state; None when nothing did, when it came back already, or too late."""
        found = self._asked.get(state)
        return found if found is not None and found.ends > self._now() else None

    def settle(self, state: str) -> None:
        """The state has come back, and does not count again."""
        self._asked.pop(state, None)

    def end(self) -> None:
        """An App is registered: lock."""
        self.done = True
        self._asked.clear()


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), ours.encode())
