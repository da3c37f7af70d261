"""Events about more than one pull request at the door: kept before they are acknowledged, once, or refused."""

from __future__ import annotations

from typing import Final

import httpx
import pytest
from procrastinate import App

from reviewer.jobs.queue import ANNOUNCEMENT
from tests.webhooks import PATH, encoded, headers

GUID: Final = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
HEAD, BASE = "a" * 40, "b" * 40
COMMON = {"repository": {"id": 70, "full_name": "acme/shop", "default_branch": "main"}, "installation": {"id": 7}}
GROUP = {"head_sha": HEAD, "head_ref": "refs/heads/q", "base_sha": BASE, "base_ref": "refs/heads/main"}
PUSH: dict[str, object] = {**COMMON, "ref": "refs/heads/main", "commits": [{"modified": [".github/holdfast.yml"]}]}
EVENTS: dict[str, dict[str, object]] = {
    "merge_group": {**COMMON, "action": "checks_requested", "merge_group": GROUP},
    "check_suite": {**COMMON, "action": "rerequested", "check_suite": {"head_sha": HEAD, "pull_requests": []}},
    "push": PUSH,
    "installation": {"action": "created", "installation": {"id": 7}, "repositories": []},
    "installation_repositories": {"action": "added", "installation": {"id": 7}, "repositories_added": []},
    "repository": {**COMMON, "action": "renamed"},
}


async def post(client: httpx.AsyncClient, event: str, body: bytes, **changed: str | None) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    return await client.post(PATH, content=body, headers=headers(body, {"X-GitHub-Event": event, **named}))


async def jobs(queue: App) -> list[str]:
    return [job.task_name for job in await queue.job_manager.list_jobs_async()]


@pytest.mark.parametrize("event", sorted(EVENTS))
async def test_what_is_announced_is_kept_once(client: httpx.AsyncClient, queue: App, event: str) -> None:
    for result in ("queued", "repeated", "repeated"):
        answer = await post(client, event, encoded(EVENTS[event]), X_GitHub_Delivery=GUID)
        assert (answer.status_code, answer.json()) == (202, {"result": result})
    assert await jobs(queue) == [ANNOUNCEMENT]


@pytest.mark.parametrize("event", sorted(EVENTS))
async def test_another_action_or_a_tag_is_ignored(client: httpx.AsyncClient, queue: App, event: str) -> None:
    other = {**EVENTS[event], "action": "a word of next year", "ref": "refs/tags/main"}
    answer = await post(client, event, encoded(other))
    assert (answer.status_code, answer.json()) == (202, {"result": "ignored"})
    assert await jobs(queue) == []


@pytest.mark.parametrize("event", sorted(EVENTS))
async def test_without_a_signature_nothing_is_believed(client: httpx.AsyncClient, queue: App, event: str) -> None:
    for signature in (None, "sha256=" + "0" * 64, "sha1=" + "0" * 40):
        answer = await post(client, event, encoded(EVENTS[event]), X_Hub_Signature_256=signature)
        assert answer.status_code == 401
    assert await jobs(queue) == []


@pytest.mark.parametrize("event", sorted(EVENTS))
async def test_what_github_does_not_send_is_refused(client: httpx.AsyncClient, queue: App, event: str) -> None:
    for body in (b"{", b"[]", encoded({**EVENTS[event], "installation": {"id": "7"}})):
        assert (await post(client, event, body)).status_code == 400
    assert (await post(client, event, encoded(EVENTS[event]), X_GitHub_Delivery="7")).status_code == 400
    assert await jobs(queue) == []


async def test_a_ping_is_answered_and_forgotten(client: httpx.AsyncClient, queue: App) -> None:
    answer = await post(client, "ping", encoded({"zen": "Keep it logically awesome.", "hook_id": 1}))
    assert (answer.status_code, answer.json()) == (202, {"result": "ignored"})
    assert await jobs(queue) == []
