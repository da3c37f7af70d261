"""All that is known of a repository's past, within a time."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.decay.incidents import Aftermath
from reviewer.domain.decay.recorded import History


@dataclass(frozen=True, slots=True)
class Past:
    """The last `days` of a repository ("owner/name")."""

    repository: str
    days: int
    history: History
    aftermath: Aftermath
