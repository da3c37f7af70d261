"""Webhooks: realistic payloads, signed and sent as GitHub does, each attempt remembered."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import httpx

from tests.fakes.github import shapes
from tests.fakes.github.api_pulls import pull_shape
from tests.fakes.github.posted_shapes import check_run, issue_comment, review
from tests.fakes.github.state import CheckRun, IssueComment, Json, PullRequest, Review
from tests.fakes.github.traffic import Delivery
from tests.fakes.github.world import World
from tests.plain_http import NO_CERTIFICATES

_LARGEST = 25 * 1024 * 1024
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, before it is signed and sent."""

    name: str
    payload: Json


def pull_request_event(
    world: World, pull: PullRequest, action: str, sender: str | None = None, changes: Json | None = None
) -> Event:
    """`pull_request` with the action; synchronize carries the heads before and after, edited what was there."""
    payload: Json = {"action": action, "number": pull.number, "pull_request": pull_shape(pull, world.root)}
    if action == "synchronize":
        payload |= {"before": pull.heads[-2], "after": pull.heads[-1]}
    if action == "edited":
        payload["changes"] = changes or {}
    return Event("pull_request", payload | _common(world, pull, sender or pull.author.login))


def review_event(world: World, pull: PullRequest, made: Review, action: str, sender: str | None = None) -> Event:
    """`pull_request_review`; here the state is in lower case."""
    shown = {**review(made), "state": made.state.lower()}
    payload: Json = {"action": action, "review": shown, "pull_request": pull_shape(pull, world.root)}
    return Event("pull_request_review", payload | _common(world, pull, sender or made.author.login))


def comment_event(
    world: World,
    pull: PullRequest,
    made: IssueComment,
    action: str,
    sender: str | None = None,
    body_before: str | None = None,
) -> Event:
    """`issue_comment` at a pull request, which carries no head; edited carries the body before."""
    issue: Json = {"number": pull.number, "title": pull.title, "pull_request": {"url": f"{world.root}/pulls"}}
    payload: Json = {"action": action, "issue": issue, "comment": issue_comment(made)}
    if body_before is not None:
        payload["changes"] = {"body": {"from": body_before}}
    return Event("issue_comment", payload | _common(world, pull, sender or made.author.login))


def check_run_event(
    world: World, pull: PullRequest, run: CheckRun, action: str, sender: str, identifier: str | None = None
) -> Event:
    """`check_run`; with the identifier of the button that was pressed."""
    payload: Json = {"action": action, "check_run": check_run(run, world.root)}
    if identifier is not None:
        payload["requested_action"] = {"identifier": identifier}
    return Event("check_run", payload | _common(world, pull, sender))


def ping_event(world: World) -> Event:
    return Event(
        "ping", {"zen": "Keep it logically awesome.", "hook_id": 1, "hook": {"type": "App", "app_id": world.apps[0].id}}
    )


def _common(world: World, pull: PullRequest, sender: str) -> Json:
    installation = world.installation_for(pull.repository)
    common: Json = {
        "repository": shapes.repository(pull.repository, world.root),
        "organization": shapes.user(pull.repository.owner),
        "sender": shapes.user(world.account(sender)),
    }
    if installation is not None:
        node = shapes.node_id("IN", installation.id)
        common["installation"] = {"id": installation.id, "node_id": node}
    return common


def signed(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers_for(event: str, guid: str, body: bytes, secret: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/1a2b3c4",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": guid,
        "X-GitHub-Hook-ID": "1",
        "X-GitHub-Hook-Installation-Target-Type": "integration",
        "X-GitHub-Hook-Installation-Target-ID": "100000",
        "X-Hub-Signature": "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest(),
        "X-Hub-Signature-256": signed(body, secret),
    }


def send(world: World, event: Event, guid: str | None = None) -> Delivery | None:
    """Delivers to the App's webhook; None for a payload over 25 MB, which is never sent."""
    body = json.dumps(event.payload).encode()
    if len(body) > _LARGEST:
        return None
    return _attempt(world, guid or str(uuid4()), event.name, body, redelivery=False)


def resend(world: World, delivery: Delivery) -> None:
    """Sends the same bytes under the same guid, without waiting."""
    again = (world, delivery.guid, delivery.event, delivery.payload)
    Thread(target=lambda: _attempt(*again, redelivery=True), daemon=True).start()


def _attempt(world: World, guid: str, event: str, body: bytes, *, redelivery: bool) -> Delivery:
    assert world.webhook is not None, "the App has no webhook address"
    url, secret = world.webhook
    try:
        headers = headers_for(event, guid, body, secret)
        got = httpx.post(url, content=body, headers=headers, timeout=_PATIENCE_SECONDS, verify=NO_CERTIFICATES)
        status, code = ("OK" if got.is_success else f"Invalid HTTP Response: {got.status_code}"), got.status_code
    except httpx.HTTPError:
        status, code = "failed to connect to host", 502
    facts = json.loads(body)
    made = Delivery(
        id=next(world.ids),
        guid=guid,
        event=event,
        action=facts.get("action"),
        installation_id=facts.get("installation", {}).get("id"),
        repository_id=facts.get("repository", {}).get("id"),
        payload=body,
        delivered_at=datetime.now(UTC),
        status=status,
        status_code=code,
        redelivery=redelivery,
    )
    world.deliveries.append(made)
    return made
