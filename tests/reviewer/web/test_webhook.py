"""POST /webhooks/github: every door that a delivery may fail at, and the one it passes."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import httpx
import pytest
from procrastinate import App

from tests.webhooks import PATH, encoded, headers, payload

_GOOD = encoded(payload())
_GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"


async def _queued(queue: App) -> int:
    return len(list(await queue.job_manager.list_jobs_async()))


async def _post(client: httpx.AsyncClient, body: bytes, **changed: str | None) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in changed.items()}
    return await client.post(PATH, content=body, headers=headers(body, names))


@pytest.mark.parametrize("action", ["opened", "reopened", "synchronize", "ready_for_review"])
async def test_a_signed_pull_request_event_is_queued(client: httpx.AsyncClient, queue: App, action: str) -> None:
    answer = await _post(client, encoded(payload(action)))
    assert (answer.status_code, answer.json()) == (202, {"result": "queued"})
    assert await _queued(queue) == 1


async def test_the_same_delivery_again_does_nothing(client: httpx.AsyncClient, queue: App) -> None:
    for result in ("queued", "repeated", "repeated"):
        answer = await _post(client, _GOOD, X_GitHub_Delivery=_GUID)
        assert (answer.status_code, answer.json()) == (202, {"result": result})
    assert await _queued(queue) == 1


@pytest.mark.parametrize(
    ("event", "content"),
    [
        ("ping", {"zen": "Keep it logically awesome."}),
        ("pull_request", {"action": "labeled"}),
        ("pull_request", {"action": "a word of next year"}),
        ("star", {"action": "created"}),
        ("an_event_of_next_year", {}),
        ("check_run", {"action": "completed"}),
    ],
)
async def test_what_asks_for_no_review_is_acknowledged_and_ignored(
    client: httpx.AsyncClient, queue: App, event: str, content: dict[str, object]
) -> None:
    answer = await _post(client, encoded(content), X_GitHub_Event=event)
    assert (answer.status_code, answer.json()) == (202, {"result": "ignored"})
    assert await _queued(queue) == 0


async def test_a_payload_just_below_the_limit_is_taken(client: httpx.AsyncClient, queue: App) -> None:
    body = encoded({**payload(), "padding": "x" * (24 * 1024 * 1024)})
    assert (await _post(client, body)).status_code == 202
    assert await _queued(queue) == 1


async def test_many_at_once_are_each_queued_once(client: httpx.AsyncClient, queue: App) -> None:
    sent = [(str(uuid4()), encoded(payload(number=number))) for number in range(1, 26)]
    answers = await asyncio.gather(*(_post(client, body, X_GitHub_Delivery=guid) for guid, body in sent * 2))
    assert {answer.status_code for answer in answers} == {202}
    assert sorted(answer.json()["result"] for answer in answers) == ["queued"] * 25 + ["repeated"] * 25
    assert await _queued(queue) == 25
