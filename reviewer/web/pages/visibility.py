"""May this visitor see that repository? GitHub is asked, and its yes is remembered for a minute."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Final

from pydantic import SecretStr

from reviewer.github.sign_in import GitHubSignIn
from reviewer.web.pages.sessions import Now

REMEMBERED_SECONDS: Final = 60.0
_REMEMBERED: Final = 4_096


class Visibility:
    """Only a yes is remembered: who was let in a moment ago sees the page at once. For one event loop."""

    def __init__(self, github: GitHubSignIn, now: Now) -> None:
        """Asks nothing yet."""
        self._github = github
        self._now = now
        self._seen: OrderedDict[tuple[bytes, str], tuple[int, float]] = OrderedDict()

    async def repository_id(self, token: SecretStr, owner: str, name: str) -> int | None:
        """GitHub's number of the repository; None for what is not there or not for this visitor: both look the same.

        Raises:
            SignedOut: the token is void.
            HostDown: GitHub does not say, so nothing is shown.
        """
        key = (_digest(token), f"{owner}/{name}".casefold())
        known = self._seen.get(key)
        if known is not None and known[1] > self._now():
            return known[0]
        found = await self._github.repository_id(token, owner, name)
        self._seen.pop(key, None)
        if found is not None:
            self._seen[key] = (found, self._now() + REMEMBERED_SECONDS)
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        return found

    def forget(self, token: SecretStr) -> None:
        """Nothing that was said about this token counts any more."""
        digest = _digest(token)
        for key in [key for key in self._seen if key[0] == digest]:
            del self._seen[key]


def _digest(token: SecretStr) -> bytes:
    """The token itself is kept nowhere."""
    return hashlib.sha256(token.get_secret_value().encode()).digest()
