"""A shop whose deliveries are worked off by real workers on a real queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest
from msgspec.structs import replace
from procrastinate import App
from procrastinate.jobs import Job
from sqlalchemy import text

from reviewer.domain.delivery import Delivery
from reviewer.jobs.accept import accept
from reviewer.jobs.patience import Patience
from reviewer.jobs.queue import REVIEW, open_queue
from reviewer.jobs.review_job import Tools
from reviewer.jobs.tasks import register_tasks
from reviewer.jobs.worker import WorkerLimits, run_worker
from reviewer.ports import Analyse
from reviewer.store.engine import Database, is_hung_up
from tests.shops import Shop
from tests.waiting import until

QUICK = Patience(tries=3, deadly_tries=2, first_seconds=0.01, longest_seconds=0.01)


@dataclass(frozen=True, slots=True)
class Workshop:
    """The shop, what its jobs work with, and the queue as the test looks at it."""

    shop: Shop
    tools: Tools
    queue: App
    database: Database

    async def accept(self, delivery: Delivery) -> None:
        assert await accept(delivery, self.queue) == "queued"

    async def job(self, delivery: Delivery, task: str = REVIEW) -> Job:
        jobs = await self.queue.job_manager.list_jobs_async(task=task)
        (found,) = [job for job in jobs if job.task_kwargs["delivery_id"] == str(delivery.id)]
        return found

    async def set_attempts(self, delivery: Delivery, number: int) -> None:
        """As if the job had been begun so many times."""
        statement = text("UPDATE procrastinate_jobs SET attempts = :number WHERE id = :job")
        async with self.tools.engine.begin() as connection:
            await connection.execute(statement, {"number": number, "job": (await self.job(delivery)).id})

    async def until_status(self, delivery: Delivery, status: str) -> None:
        async def look() -> bool:
            return (await self.job(delivery)).status == status

        await until(look, f"the job to be {status}")

    async def until_ended(self, delivery: Delivery, status: str) -> None:
        """Wait for the job to end, however long it was told to wait: its moment, and its pause, are moved to now."""

        async def look() -> bool:
            async with self.tools.engine.begin() as connection:
                await connection.execute(text("UPDATE installation_limit SET paused_until = now()"))
                await connection.execute(
                    text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at > now()")
                )
            return (await self.job(delivery)).status in {"succeeded", "failed"}

        await until(look, "the job to end")
        assert (await self.job(delivery)).status == status

    async def until_scheduled(self, delivery: Delivery) -> datetime:
        """Wait for the job to be put off; return the moment it is put off to."""

        async def look() -> datetime | None:
            return (await self.job(delivery)).scheduled_at

        moment = await until(look, "the job to be put off")
        assert moment is not None
        return moment

    async def until_completed(self) -> None:
        async def look() -> bool:
            return [run.status for run in self.shop.runs()] == ["completed"]

        await until(look, "one completed check run")

    @asynccontextmanager
    async def working(
        self, analyse: Analyse | None = None, *, patience: Patience = QUICK, drain_seconds: float = 20.0
    ) -> AsyncGenerator[None]:
        """A worker at work; it is told to stop at the end of the block, and drains."""
        tools = replace(self.tools, analyse=analyse or self.tools.analyse)
        async with open_queue(self.database.url, self.database.options(), is_hung_up) as own:
            register_tasks(own, tools, patience)
            stop = asyncio.Event()
            limits = WorkerLimits(drain_seconds=drain_seconds, poll_seconds=0.05)
            running = asyncio.create_task(run_worker(own, stop, limits))
            try:
                yield
            finally:
                stop.set()
                await running


@pytest.fixture
def workshop(shop: Shop, tools: Tools, queue: App, database: Database) -> Workshop:
    return Workshop(shop, tools, queue, database)
