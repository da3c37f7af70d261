"""All that is known of a repository's past, within a time."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.recorded import History


class Past(Struct, frozen=True):
    """The last `days` of a repository ("owner/name")."""

    repository: str
    days: int
    history: History
    aftermath: Aftermath
