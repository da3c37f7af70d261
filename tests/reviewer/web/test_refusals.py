"""What is refused at POST /webhooks/github: each refusal with its status and reason, and nothing is kept."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest
from procrastinate import App

from reviewer.jobs.postgres import PostgresServer
from reviewer.store.engine import Database
from tests.databases import new_database
from tests.webhooks import PATH, encoded, headers, payload, signature

_GOOD = encoded(payload())
_GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, template: str) -> Generator[Database]:
    """One database for all of these tests: nothing ever gets into it."""
    yield from new_database(postgres, template)


async def _queued(queue: App) -> int:
    return len(list(await queue.job_manager.list_jobs_async()))


async def _post(client: httpx.AsyncClient, body: bytes, **changed: str | None) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in changed.items()}
    return await client.post(PATH, content=body, headers=headers(body, names))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "sha256=" + "z" * 64,
        signature(_GOOD)[:-1],
        signature(_GOOD) + "0",
        signature(_GOOD).removeprefix("sha256="),
        signature(_GOOD).replace("sha256=", "sha1="),
        signature(_GOOD).upper(),
        signature(_GOOD + b" "),
        signature(_GOOD, "another secret"),
        "sha256=" + "ä" * 64,
    ],
)
async def test_without_our_signature_nothing_is_believed(
    client: httpx.AsyncClient, queue: App, wrong: str | None
) -> None:
    sent = headers(_GOOD, {"X-Hub-Signature-256": None})
    lines = [*sent.items()] if wrong is None else [*sent.items(), ("X-Hub-Signature-256", wrong)]
    raw = [(name.encode(), value.encode("utf-8")) for name, value in lines]
    answer = await client.post(PATH, content=_GOOD, headers=raw)
    assert answer.status_code == 401
    assert answer.json()["error"]
    assert await _queued(queue) == 0


async def test_the_signature_is_checked_before_anything_is_read(client: httpx.AsyncClient) -> None:
    answer = await _post(client, b"not json", X_Hub_Signature_256="sha256=" + "0" * 64, X_GitHub_Delivery="no guid")
    assert answer.status_code == 401


_NOT_GITHUBS = {
    "empty": b"",
    "words": b"not json",
    "list": b"[]",
    "text": b'"text"',
    "null": b"null",
    "half": b"{",
    "no utf-8": b"\xff\xfe",
    "form": b"payload=%7B%22action%22%3A%22opened%22%7D",
    "deep": b"[" * 100_000,
    "nothing in it": encoded({}),
    "action only": encoded({"action": "opened"}),
    **{f"no {gone}": encoded({k: v for k, v in payload().items() if k != gone}) for gone in payload()},
    "number as text": encoded({**payload(), "number": "1"}),
    "number below 1": encoded({**payload(), "number": -1}),
    "number too large": encoded({**payload(), "number": 2**70}),
    "installation null": encoded({**payload(), "installation": {"id": None}}),
    "name that climbs": encoded({**payload(), "repository": {"id": 70, "full_name": "acme/../shop"}}),
    "head no sha": encoded({**payload(), "pull_request": {"head": {"sha": "a; rm -rf /"}}}),
    "head null": encoded({**payload(), "pull_request": {"head": None}}),
}


@pytest.mark.parametrize("body", _NOT_GITHUBS.values(), ids=_NOT_GITHUBS)
async def test_what_github_does_not_send_is_refused_with_a_reason(
    client: httpx.AsyncClient, queue: App, body: bytes
) -> None:
    answer = await _post(client, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert await _queued(queue) == 0


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X_GitHub_Delivery", None),
        ("X_GitHub_Delivery", "no guid"),
        ("X_GitHub_Delivery", _GUID + "0"),
        ("X_GitHub_Event", None),
        ("X_GitHub_Event", ""),
    ],
)
async def test_a_delivery_without_its_headers_is_refused(
    client: httpx.AsyncClient, queue: App, header: str, value: str | None
) -> None:
    answer = await _post(client, _GOOD, **{header: value})
    assert answer.status_code == 400
    assert header.replace("_", "-") in answer.json()["error"]
    assert await _queued(queue) == 0


async def test_an_event_we_ignore_must_still_be_json(client: httpx.AsyncClient) -> None:
    assert (await _post(client, b"not json", X_GitHub_Event="ping")).status_code == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_not_allowed(client: httpx.AsyncClient, method: str) -> None:
    assert (await client.request(method, PATH)).status_code == 405


async def test_an_error_says_nothing_of_the_inside(client: httpx.AsyncClient) -> None:
    answer = await _post(client, b'{"action": "opened", "number": "<script>"}')
    assert "<script>" not in answer.text
    assert "Traceback" not in answer.text
    assert "python" not in answer.headers.get("server", "").lower()
