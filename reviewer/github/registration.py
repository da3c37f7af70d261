"""What the code needs of the App's registration; `app.yml` asks for exactly this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.github.events import TAKEN

PERMISSIONS: Final[Mapping[str, str]] = {
    "checks": "write",
    "contents": "read",
    "issues": "read",
    "members": "read",
    "merge_queues": "read",
    "metadata": "read",
    "pull_requests": "write",
}
ALWAYS_SENT: Final = frozenset({"installation", "installation_repositories"})
"""Every App gets these; a manifest that lists them is refused."""
EVENTS: Final = TAKEN - ALWAYS_SENT
"""What the App has to subscribe to."""
