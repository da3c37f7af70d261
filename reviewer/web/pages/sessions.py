"""Who is signed in: kept in the browser alone, sealed. The service itself remembers nobody.

A session is worth nothing without the token in it, since GitHub is asked with it what may be seen; signing out
voids the token, and with it every copy of the cookie.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Final

from pydantic import BaseModel, SecretStr, field_serializer
from starlette.requests import Request
from starlette.responses import Response

from reviewer.github.sign_in import UserToken, Visitor
from reviewer.web.pages.cookies import Cookie, Place

SESSION_SECONDS: Final = 8 * 3600.0
"""As long as GitHub's tokens for users live."""
ATTEMPT_SECONDS: Final = 600.0
"""As long as GitHub's codes live."""
Now = Callable[[], float]


class Session(BaseModel):
    """A visitor: `ends` in seconds since the epoch, `form` the word that every form of ours carries."""

    token: SecretStr
    account: int
    login: str
    form: str
    ends: float

    @field_serializer("token")
    def _sealed(self, token: SecretStr) -> str:
        return token.get_secret_value()  # only ever written into the seal

    def may_post(self, form: str) -> bool:
        """Whether a form is one that we gave this visitor."""
        return hmac.compare_digest(self.form.encode(), form.encode("utf-8", "surrogatepass"))


class Attempt(BaseModel):
    """Somebody on the way to GitHub and back: the state binds the way back to this browser, the verifier the code."""

    state: str
    verifier: str
    wanted: str
    ends: float


class Sessions:
    """The two cookies: of those who are on their way, and of those who are signed in."""

    def __init__(self, secret: SecretStr, place: Place, now: Now) -> None:
        """The secret seals both."""
        self._attempts = Cookie("holdfast-sign-in", Attempt, secret, place)
        self._sessions = Cookie("holdfast-session", Session, secret, place)
        self._now = now

    def attempt(self, wanted: str) -> Attempt:
        """A new way to GitHub and back to the page `wanted`."""
        return Attempt(
            state=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            wanted=wanted,
            ends=self._now() + ATTEMPT_SECONDS,
        )

    def send_off(self, response: Response, attempt: Attempt) -> None:
        """Give the browser its attempt; an earlier one of it is over."""
        self._attempts.put(response, attempt, ATTEMPT_SECONDS)

    def come_back(self, request: Request, state: str) -> Attempt | None:
        """The attempt that comes back with this state; None when this browser began no such one, or long ago."""
        attempt = self._attempts.take(request)
        if attempt is None or attempt.ends < self._now():
            return None
        same = hmac.compare_digest(attempt.state.encode(), state.encode("utf-8", "surrogatepass"))
        return attempt if same else None

    def begin(self, response: Response, visitor: Visitor, token: UserToken) -> None:
        """Sign somebody in, and end the attempt.

        Raises:
            TooLong: GitHub's token does not fit into a cookie.
        """
        seconds = min(SESSION_SECONDS, SESSION_SECONDS if token.seconds is None else float(token.seconds))
        session = Session(
            token=token.value,
            account=visitor.id,
            login=visitor.login,
            form=secrets.token_urlsafe(24),
            ends=self._now() + seconds,
        )
        self._sessions.put(response, session, seconds)
        self._attempts.drop(response)

    def who(self, request: Request) -> Session | None:
        """Who is signed in; None for nobody."""
        session = self._sessions.take(request)
        return session if session is not None and session.ends > self._now() else None

    def end(self, response: Response) -> None:
        """Sign out, as far as this browser goes."""
        self._sessions.drop(response)

    def give_up(self, response: Response) -> None:
        """End an attempt that led nowhere."""
        self._attempts.drop(response)
