"""POST /incidents: who may, what is taken, what is refused, and that nothing is kept twice or changed."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from msgspec.structs import replace
from procrastinate import App
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.app.incidents import ServiceIncidents
from reviewer.domain.decay.labels import IncidentLabels
from reviewer.domain.decay.merging import MergeSeen
from reviewer.domain.decay.seen import EditedFile
from reviewer.store.incidents import IncidentRecords
from reviewer.store.records import ReviewRecords
from reviewer.web.incidents import MAX_BYTES
from tests.deliveries import PULL_REQUEST
from tests.kept import SEEN, keep
from tests.sites import doors_of, open_site

OTHER = replace(PULL_REQUEST, repository_id=71, repository="acme/other")
INCIDENT = {"id": "INC-1", "title": "Payments failed"}


@dataclass(frozen=True, slots=True)
class Poster:
    client: httpx.AsyncClient
    token: str

    async def post(self, body: object, *, token: str | None = None) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return await self.client.post("/incidents", content=content, headers=headers)


@pytest.fixture
async def poster(engine: AsyncEngine, queue: App) -> AsyncGenerator[Poster]:
    """Somebody with a token of acme/shop, whose pull request 1 was merged an hour ago."""
    seen = replace(SEEN, edited=(EditedFile("shop/views.py", ("pay",)),))
    await keep(engine, "a", seen)
    await keep(engine, "b", seen, OTHER)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    await ReviewRecords(engine).add_merge(
        PULL_REQUEST, MergeSeen("d" * 40, "a" * 40, hour_ago, (), ()), IncidentLabels()
    )
    token = await IncidentRecords(engine).make_token("ACME/Shop")
    assert token is not None
    async with open_site(doors_of(engine, queue), records=ServiceIncidents(engine)) as client:
        yield Poster(client, token)


async def names(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list((await connection.execute(text("SELECT name FROM incident ORDER BY id"))).scalars())


LINKED: tuple[tuple[dict[str, object], list[object]], ...] = (
    ({}, []),
    ({"commit": "d" * 12}, [{"pull_request": 1, "by": "named"}]),
    ({"commit": "A" * 40}, [{"pull_request": 1, "by": "named"}]),
    ({"pull_request": 1}, [{"pull_request": 1, "by": "named"}]),
    ({"symbols": ["views.pay"]}, [{"pull_request": 1, "by": "symbol"}]),
    ({"places": [{"file": "shop/views.py", "symbol": "refund"}]}, [{"pull_request": 1, "by": "file"}]),
    ({"files": ["shop/views.py"], "commit": "e" * 40}, [{"pull_request": 1, "by": "file"}]),
    ({"files": ["views.py"], "symbols": ["refund"]}, []),
    ({"files": ["shop/views.py"], "at": "2001-01-01T00:00:00Z"}, []),
)


async def test_an_incident_is_kept_and_linked(poster: Poster, engine: AsyncEngine) -> None:
    for number, (more, linked) in enumerate(LINKED):
        answer = await poster.post(INCIDENT | {"id": f"INC-{number}"} | more)
        assert (answer.status_code, answer.json()) == (201, {"result": "kept", "linked": linked}), more
    assert await names(engine) == [f"INC-{number}" for number in range(len(LINKED))]


async def test_the_same_once_more_changes_nothing_and_another_of_its_id_is_refused(
    poster: Poster, engine: AsyncEngine
) -> None:
    for status in (201, 200, 200):
        assert (await poster.post(INCIDENT)).status_code == status
    assert (await poster.post(dict(reversed(INCIDENT.items())))).status_code == 200
    for other in ({"title": "Refunds failed"}, {"pull_request": 1}, {"at": "2026-01-01T00:00:00Z"}):
        refused = await poster.post(INCIDENT | other)
        assert refused.status_code == 409
    assert await names(engine) == ["INC-1"]


async def test_an_id_counts_within_its_repository(poster: Poster, engine: AsyncEngine) -> None:
    other = await IncidentRecords(engine).make_token("acme/other")
    assert other is not None
    assert (await poster.post(INCIDENT)).status_code == 201
    answer = await poster.post(INCIDENT | {"title": "Another", "commit": "d" * 40}, token=other)
    assert (answer.status_code, answer.json()["linked"]) == (201, [])


async def test_whoever_has_no_token_learns_nothing(poster: Poster, engine: AsyncEngine) -> None:
    for change in ("x", "hfi_", "hfi__", "{}x", "x{}", "{} {}", "hfi_0000000000000000_{}", "\x7f"):
        answer = await poster.post(INCIDENT, token=change.replace("{}", poster.token))
        assert answer.status_code == 401, change
        assert answer.headers["www-authenticate"].startswith("Bearer")
    for header in (None, "", "Bearer", "Basic {}", "Bearer\u00a0{}", "{}", "Bearer " + "x" * 5000):
        headers = {} if header is None else {b"Authorization": header.replace("{}", poster.token).encode("utf-8")}
        assert (await poster.client.post("/incidents", json=INCIDENT, headers=headers)).status_code == 401, header
    assert await names(engine) == []


async def test_the_secret_of_one_token_is_none_of_another(poster: Poster, engine: AsyncEngine) -> None:
    other = await IncidentRecords(engine).make_token("acme/other")
    assert other is not None
    mixed = "_".join([*poster.token.split("_", 2)[:2], other.split("_", 2)[2]])
    assert (await poster.post(INCIDENT, token=mixed)).status_code == 401


async def test_a_revoked_token_posts_nothing_and_no_secret_is_kept(poster: Poster, engine: AsyncEngine) -> None:
    _, token_id, secret = poster.token.split("_", 2)
    async with engine.connect() as connection:
        kept = (await connection.execute(text("SELECT t::text FROM incident_token t"))).scalars().all()
    assert not any(secret in row for row in kept)
    assert await IncidentRecords(engine).revoke(token_id)
    assert (await poster.post(INCIDENT)).status_code == 401
    assert not await IncidentRecords(engine).revoke(token_id)


NO_INCIDENTS: tuple[tuple[object, str], ...] = (
    (b"", ""),
    (b"{", ""),
    (b"[]", ""),
    (b"null", ""),
    (b"\xff\xfe", ""),
    (b"[" * 5000, ""),
    ({}, "id"),
    ({"id": ""}, "id"),
    ({"id": 7}, "id"),
    ({"id": "x" * 201}, "id"),
    (INCIDENT | {"titel": "x"}, "titel"),
    (INCIDENT | {"at": "yesterday"}, "at"),
    (INCIDENT | {"at": "2026-01-01T00:00:00"}, "at"),
    (INCIDENT | {"at": "0001-01-01T00:00:00+14:00"}, "at"),
    (INCIDENT | {"at": "2999-01-01T00:00:00Z"}, "at"),
    (INCIDENT | {"commit": "d" * 6}, "commit"),
    (INCIDENT | {"commit": "HEAD"}, "commit"),
    (INCIDENT | {"pull_request": -1}, "pull_request"),
    (INCIDENT | {"pull_request": "1"}, "pull_request"),
    (INCIDENT | {"pull_request": 2**31}, "pull_request"),
    (INCIDENT | {"url": "javascript:alert(1)"}, "url"),
    (INCIDENT | {"url": "https://a b"}, "url"),
    (INCIDENT | {"files": "shop/views.py"}, "files"),
    (INCIDENT | {"files": ["x"] * 101}, "files"),
    (INCIDENT | {"places": [{"file": "x", "line": 3}]}, "places.0.line"),
)


async def test_what_is_no_incident_is_said_with_its_place(poster: Poster, engine: AsyncEngine) -> None:
    for body, place in NO_INCIDENTS:
        answer = await poster.post(body)
        assert answer.status_code == 400, body
        assert answer.json()["error"].startswith(place), body
    assert await names(engine) == []


async def test_a_body_that_is_too_long_is_not_read(poster: Poster, engine: AsyncEngine) -> None:
    assert (await poster.post(b" " * (MAX_BYTES + 1))).status_code == 413
    assert await names(engine) == []


async def test_names_that_columns_cannot_hold_are_kept_all_the_same(poster: Poster) -> None:
    odd = {"id": "INC \x00 \u202e", "title": "<b>\x00", "files": ["a\x00b"]}
    assert (await poster.post(odd)).status_code == 201
    assert (await poster.post(odd)).status_code == 200


async def test_only_post_is_answered_and_without_records_nothing_is(
    poster: Poster, engine: AsyncEngine, queue: App
) -> None:
    assert (await poster.client.get("/incidents")).status_code == 405
    async with open_site(doors_of(engine, queue)) as client:
        assert (await client.post("/incidents", json=INCIDENT)).status_code == 404
