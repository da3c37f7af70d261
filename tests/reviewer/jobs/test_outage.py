"""The database goes away under a worker, and comes back."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from structlog.testing import capture_logs

from reviewer.domain.analysis import Analysis, AnalysisRequest
from reviewer.jobs.postgres import PostgresServer, running
from reviewer.jobs.schema import prepare_queue
from reviewer.store.engine import QUEUE_SCHEMA, Database
from reviewer.store.migrate import migrate
from tests.shops import Shop, analysed_here
from tests.waiting import until
from tests.workshops import Workshop


@pytest.fixture
def server() -> Generator[PostgresServer]:
    """A server that the test may mistreat."""
    with tempfile.TemporaryDirectory(prefix="holdfast-test-") as home, running(Path(home)) as started:
        yield started


@pytest.fixture
def database(server: PostgresServer) -> Database:
    made = Database(server.url())
    migrate(made)
    prepare_queue(made.url, QUEUE_SCHEMA)
    return made


def _end_hard(server: PostgresServer) -> None:
    process = psutil.Process(server.process_id())
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(30)


async def test_a_worker_outlives_its_database(workshop: Workshop, shop: Shop, server: PostgresServer) -> None:
    before, after = shop.delivery(), shop.delivery()
    async with workshop.working():
        await workshop.accept(before)
        await workshop.until_status(before, "succeeded")
        _end_hard(server)
        server.start()
        await workshop.tools.engine.dispose()
        await workshop.accept(after)
        await workshop.until_status(after, "succeeded")
    assert shop.only_run().status == "completed"
    assert len(shop.pull.comments) == 1


async def test_a_job_whose_database_stays_away_is_done_when_it_is_back(
    workshop: Workshop, shop: Shop, server: PostgresServer
) -> None:
    analysed: list[int] = []

    async def losing_it(request: AnalysisRequest) -> Analysis:
        if not analysed:
            _end_hard(server)
        analysed.append(len(request.files))
        return await analysed_here(request)

    delivery = shop.delivery()
    with capture_logs() as logs:

        async def noticed() -> bool:
            return any(line["event"] == "the worker stopped and begins again" for line in logs)

        async with workshop.working(losing_it):
            await workshop.accept(delivery)
            await until(noticed, "the worker to notice")
            server.start()
            await workshop.until_completed()
            await workshop.until_status(delivery, "succeeded")
    assert len(analysed) > 1  # how often depends on which connection notices first; the outside sees one review
    assert len(shop.pull.comments) == 1
