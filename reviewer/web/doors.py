"""What stands behind the doors: the functions that the composition root connects to the routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, Self

from msgspec import Struct
from starlette.requests import Request

from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.jobs.accept import Accepted
from reviewer.jobs.state import QueueState

ANSWER_SECONDS: Final = 7.5
"""GitHub cuts the connection after ten; within eight it must hear that we could not keep its delivery."""


class Pulse(Struct, frozen=True):
    """Whether a process of the service is well; a worker alone has no other door.

    Attributes:
        queue_state: counts the jobs, or raises `StoreDown`.
        worker_runs: whether the worker of this process is at work.
    """

    queue_state: Callable[[], Awaitable[QueueState]]
    worker_runs: Callable[[], bool]

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return the doors of the application that serves `request`."""
        doors = request.app.state.doors
        if not isinstance(doors, cls):
            raise TypeError("the application was made without its doors")
        return doors


class Doors(Pulse, frozen=True):
    """The service as the routes know it.

    Attributes:
        check_signature: body and X-Hub-Signature-256 -> nothing, or `BadSignature`.
        read_event: event, GUID and body -> what it asks for; None for what asks for no work; `BadPayload`
            for what GitHub does not send.
        accept: keeps and queues what was read durably, or raises `StoreDown`.
    """

    check_signature: Callable[[bytes, str | None], None]
    read_event: Callable[[str, str, bytes], Delivery | Announcement | None]
    accept: Callable[[Delivery | Announcement], Awaitable[Accepted]]
    answer_seconds: float = ANSWER_SECONDS
