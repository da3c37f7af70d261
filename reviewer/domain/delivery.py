"""A webhook delivery, as far as the queue and the review care."""

from __future__ import annotations

from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

DeliveryId = NewType("DeliveryId", UUID)
"""The GUID of X-GitHub-Delivery; a redelivery carries the same one."""

Generation = NewType("Generation", int)
"""Counts the deliveries of one pull request, from 1: the highest is the newest word about it."""


class PullRequestKey(Struct, frozen=True):
    """One pull request of one installation.

    Attributes:
        installation: id of the App's installation, which the access token is for.
        repository_id: GitHub's number of the repository; survives a rename.
        repository: "owner/name" as the delivery spells it.
        number: of the pull request.
    """

    installation: int
    repository_id: int
    repository: str
    number: int


Work = Literal["review", "recheck", "act"]
"""What a delivery asks for: a review of the head; to look whether it would say something else by now, and to say it
only then; or to take note of what somebody did."""


class Delivery(Struct, frozen=True):
    """One event that asks for work on a pull request.

    Attributes:
        event: GitHub's event name, as in X-GitHub-Event.
        head_sha: head of the pull request when the event was made; by now it may have moved. "" where the event
            does not say.
        body: the raw bytes that were signed.
    """

    id: DeliveryId
    event: str
    action: str
    pull_request: PullRequestKey
    head_sha: str
    body: bytes
    work: Work = "review"
