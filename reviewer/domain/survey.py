"""What a look over whole installations shows."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from reviewer.domain.delivery import DeliveryId, PullRequestKey


class OpenHead(Struct, frozen=True):
    """The head of an open pull request; `completed` says whether it has a completed check run of ours."""

    pull_request: PullRequestKey
    head_sha: str
    completed: bool


class FailedAttempt(Struct, frozen=True):
    """One attempt of GitHub's to deliver an event that failed.

    Attributes:
        number: GitHub's own, by which a redelivery is asked for.
        guid: of the delivery; all its attempts share it.
        at: UTC.
    """

    number: int
    guid: DeliveryId
    at: datetime
