"""What went over the wire, in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Delivery:
    """One attempt to deliver a webhook; a redelivery is another one with the same guid."""

    id: int
    guid: str
    event: str
    action: str | None
    installation_id: int | None
    repository_id: int | None
    payload: bytes
    delivered_at: datetime
    status: str
    status_code: int
    redelivery: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as the server saw it, and how it was answered (0 when it was not).

    Attributes:
        port: of the caller's connection.
    """

    method: str
    path: str
    query: str
    body: bytes
    status: int
    port: int
