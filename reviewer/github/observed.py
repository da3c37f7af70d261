"""Each request to GitHub as it is seen from outside: a span, counts, and a line in the log under its delivery."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from typing import Final

import structlog

from reviewer.github.answers import Answer
from reviewer.github.metrics import REQUEST_SECONDS, REQUESTS, note_limit
from reviewer.telemetry.spans import span

# The words of GitHub's paths; whatever else stands in one is a name, a number or a commit, and is not told.
_WORDS: Final = frozenset(
    "access_tokens annotations app attempts blobs branches check-runs check-suites collaborators comments commits"
    " compare config contents deliveries files git graphql hook installation installations issues labels memberships"
    " orgs permission pulls reactions replies repos repositories reviews teams threads trees user".split()
)
_log = structlog.get_logger(__name__)


async def observed(method: str, path: str, installation: int, sent: Awaitable[Answer]) -> Answer:
    """Return what `sent` returns; `installation` is 0 for what the App asks in its own name."""
    template = path_template(path)
    began = time.monotonic()
    name = f"{method} {template}"
    asked = {"http.request.method": method, "url.template": template, "holdfast.installation": installation}
    with span(name[:100], "client", asked) as opened, REQUEST_SECONDS.time():
        try:
            answer = await sent
        except Exception:
            REQUESTS.labels(method, "none").inc()
            raise
        opened.note("http.response.status_code", answer.status)
    REQUESTS.labels(method, f"{answer.status}").inc()
    if installation:
        note_limit(installation, answer.headers)
    seconds = round(time.monotonic() - began, 3)
    _log.debug("github answered", method=method, path=template, status=answer.status, seconds=seconds)
    return answer


def path_template(path: str) -> str:
    """The path with a placeholder for everything that is not a word of GitHub's own, its query left out."""
    parts = path.partition("?")[0].split("/")
    kept = [part if part in _WORDS or not part else "{}" for part in parts]
    return "/".join(kept)
