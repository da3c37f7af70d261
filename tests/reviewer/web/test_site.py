"""What every answer carries, and what the small pages say."""

from __future__ import annotations

import httpx
import pytest
from msgspec.structs import replace

from reviewer.web.doors import Doors
from reviewer.web.site import SECURITY_HEADERS
from tests.sites import open_site
from tests.webhooks import PATH, encoded, headers, payload

_GOOD = encoded(payload())


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nothing-here", PATH])
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


async def test_an_unknown_page_is_an_error_in_json(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nothing-here")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


async def test_a_worker_that_is_gone_is_not_ready(doors: Doors) -> None:
    async with open_site(replace(doors, worker_runs=lambda: False)) as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "down")


async def test_a_bug_is_answered_without_its_text_and_with_the_headers(doors: Doors) -> None:
    def broken(event: str, guid: str, body: bytes) -> None:
        raise ValueError(f"secret of {event} {guid} {len(body)}")

    async with open_site(replace(doors, read_event=broken)) as client:
        answer = await client.post(PATH, content=_GOOD, headers=headers(_GOOD))
        assert (answer.status_code, answer.json()) == (500, {"error": "internal error"})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await client.get("/healthz")).status_code == 200


async def test_deliveries_are_counted_by_what_became_of_them(client: httpx.AsyncClient) -> None:
    before = await _count(client, event="pull_request", result="queued")
    for _ in range(3):
        await client.post(PATH, content=_GOOD, headers=headers(_GOOD))
    assert await _count(client, event="pull_request", result="queued") == before + 3
    # All three are about one pull request: the newest delivery's job stands for those before it.
    assert "holdfast_jobs_waiting 1.0" in (await client.get("/metrics")).text


async def test_invented_events_make_no_time_series_of_their_own(client: httpx.AsyncClient) -> None:
    before = await _count(client, event="other", result="ignored")
    for number in range(3):
        changed = {"X-GitHub-Event": f"invented_{number}"}
        await client.post(PATH, content=b"{}", headers=headers(b"{}", changed))
    assert await _count(client, event="other", result="ignored") == before + 3
    assert "invented" not in (await client.get("/metrics")).text


async def _count(client: httpx.AsyncClient, *, event: str, result: str) -> float:
    line = f'holdfast_deliveries_total{{event="{event}",result="{result}"}} '
    found = [text for text in (await client.get("/metrics")).text.splitlines() if text.startswith(line)]
    return float(found[0].removeprefix(line)) if found else 0.0
