"""The database away, hanging or locked: GitHub hears of it in time, and nothing is acknowledged."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from msgspec.structs import replace
from procrastinate import App

from reviewer.jobs.postgres import PostgresServer, running
from reviewer.jobs.queue import open_queue
from reviewer.jobs.schema import prepare_queue
from reviewer.store.engine import QUEUE_SCHEMA, Database, is_hung_up
from reviewer.store.migrate import migrate
from reviewer.web.doors import Doors
from tests.sites import doors_of, open_site
from tests.waiting import until
from tests.webhooks import PATH, encoded, headers, payload

_GOOD = encoded(payload())
_PATIENCE = httpx.Timeout(8.0)
"""What the contract promises; the client hangs up after it, and the test fails."""


@pytest.fixture
def server() -> Generator[PostgresServer]:
    """A server that the test may mistreat."""
    with tempfile.TemporaryDirectory(prefix="holdfast-test-") as home, running(Path(home)) as started:
        database = Database(started.url())
        migrate(database)
        prepare_queue(database.url, QUEUE_SCHEMA)
        yield started


@pytest.fixture
async def queue(server: PostgresServer) -> AsyncGenerator[App]:
    database = Database(server.url())
    async with open_queue(database.url, database.options(), is_hung_up) as opened:
        yield opened


@pytest.fixture
async def doors(server: PostgresServer, queue: App) -> AsyncGenerator[Doors]:
    engine = Database(server.url()).engine()
    yield doors_of(engine, queue)
    await engine.dispose()


@pytest.fixture
async def client(doors: Doors) -> AsyncGenerator[httpx.AsyncClient]:
    """A service that answers within a second, so that the tests do not take longer than they need."""
    async with open_site(replace(doors, answer_seconds=1.0)) as opened:
        opened.timeout = _PATIENCE
        yield opened


@contextmanager
def _stopped(server: PostgresServer) -> Generator[None]:
    """Every process of the server stands still, as when its disk does not answer."""
    postmaster = psutil.Process(server.process_id())
    family = [postmaster, *postmaster.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in family:
            process.send_signal(signal.SIGCONT)


async def _post(client: httpx.AsyncClient, guid: str | None = None) -> httpx.Response:
    changed = {} if guid is None else {"X-GitHub-Delivery": guid}
    return await client.post(PATH, content=_GOOD, headers=headers(_GOOD, changed))


async def test_a_server_that_is_gone_is_unavailable_and_comes_back(
    client: httpx.AsyncClient, server: PostgresServer
) -> None:
    assert (await _post(client)).status_code == 202
    server.stop()
    for _ in range(3):
        answer = await _post(client)
        assert answer.status_code == 503
        assert answer.json()["error"]
        assert int(answer.headers["retry-after"]) > 0
    server.start()

    async def accepted() -> bool:
        return (await _post(client)).status_code == 202

    assert await until(accepted, "deliveries to be taken again")


async def test_a_server_that_hangs_is_unavailable_within_eight_seconds(doors: Doors, server: PostgresServer) -> None:
    async with open_site(doors) as client:
        client.timeout = _PATIENCE
        assert (await _post(client)).status_code == 202
        with _stopped(server):
            assert (await _post(client)).status_code == 503


async def test_a_server_that_hangs_before_the_first_connection_is_unavailable_too(
    client: httpx.AsyncClient, server: PostgresServer
) -> None:
    with _stopped(server):
        assert (await _post(client)).status_code == 503


async def test_a_delivery_refused_while_the_server_hung_can_be_redelivered(
    client: httpx.AsyncClient, server: PostgresServer, queue: App
) -> None:
    guid = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
    assert (await _post(client)).status_code == 202
    with _stopped(server):
        assert (await _post(client, guid)).status_code == 503

    async def accepted() -> bool:
        return (await _post(client, guid)).status_code == 202

    assert await until(accepted, "the redelivery to be taken")
    jobs = await queue.job_manager.list_jobs_async()
    assert [job.task_kwargs["delivery_id"] for job in jobs].count(guid) == 1


async def test_a_locked_table_is_unavailable_in_time(client: httpx.AsyncClient, server: PostgresServer) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("LOCK TABLE holdfast.delivery IN ACCESS EXCLUSIVE MODE")
        assert (await _post(client)).status_code == 503


async def test_the_probes_say_so(client: httpx.AsyncClient, server: PostgresServer) -> None:
    assert (await client.get("/readyz")).json() == {"status": "ok", "database": "ok", "worker": "ok"}
    server.stop()
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "down")
    assert (await client.get("/healthz")).status_code == 200
    assert "holdfast_database_up 0.0" in (await client.get("/metrics")).text


async def test_a_probe_does_not_wait_for_a_server_that_hangs(client: httpx.AsyncClient, server: PostgresServer) -> None:
    assert (await client.get("/readyz")).status_code == 200
    with _stopped(server):
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200
