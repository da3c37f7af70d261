"""Signed deliveries as GitHub sends them, cut down to what is read of them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from uuid import uuid4

SECRET = "It's a Secret to Everybody"
PATH = "/webhooks/github"


def payload(action: str = "opened", number: int = 1, head_sha: str = "a" * 40) -> dict[str, object]:
    return {
        "action": action,
        "number": number,
        "pull_request": {"head": {"sha": head_sha}},
        "repository": {"id": 70, "full_name": "acme/shop"},
        "installation": {"id": 7},
    }


def encoded(content: object) -> bytes:
    return json.dumps(content).encode()


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers(body: bytes, changed: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Right headers for `body`, with some replaced or, where None, left out."""
    right: dict[str, str | None] = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": str(uuid4()),
        "X-Hub-Signature-256": signature(body),
    }
    return {name: value for name, value in {**right, **(changed or {})}.items() if value is not None}
