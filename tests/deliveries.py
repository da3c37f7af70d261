"""Deliveries for tests, each with a GUID of its own unless one is given."""

from __future__ import annotations

from uuid import UUID, uuid4

from reviewer.domain.delivery import Delivery, DeliveryId, PullRequestKey

PULL_REQUEST = PullRequestKey(installation=7, repository_id=70, repository="acme/shop", number=1)


def a_delivery(
    pull_request: PullRequestKey = PULL_REQUEST, *, guid: UUID | None = None, head_sha: str = "a" * 40
) -> Delivery:
    return Delivery(
        id=DeliveryId(guid or uuid4()),
        event="pull_request",
        action="synchronize",
        pull_request=pull_request,
        head_sha=head_sha,
        body=b'{"action": "synchronize"}',
    )
