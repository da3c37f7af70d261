"""A shop whose deliveries are worked off one by one, in the order in which the test lets them come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import uuid4

import pytest
from procrastinate import App

from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.github.events import read_event
from reviewer.jobs.accept import accept
from reviewer.jobs.act_job import work_act
from reviewer.jobs.announced_job import work_announcement
from reviewer.jobs.announcements import announce
from reviewer.jobs.deliveries import KeptDelivery, load
from reviewer.jobs.review_job import Tools, review_pull_request
from reviewer.jobs.tasks import register_tasks
from tests.fakes.github import acts
from tests.fakes.github.state import CheckRun, IssueComment, Review
from tests.fakes.github.webhooks import Event, check_run_event, comment_event, pull_request_event, review_event
from tests.shops import Shop
from tests.workshops import QUICK


@dataclass(slots=True)
class Desk:
    """The shop, and what its jobs work with."""

    shop: Shop
    tools: Tools
    queue: App
    manned: bool = False
    """Whether the queue knows its tasks."""

    def read(self, event: Event) -> Delivery | Announcement | None:
        """What the door makes of an event; None when it asks for nothing."""
        return read_event(event.name, str(uuid4()), json.dumps(event.payload).encode(), self.shop.app.id)

    async def take(self, event: Event) -> Delivery | None:
        """The same of an event about one pull request."""
        taken = self.read(event)
        assert not isinstance(taken, Announcement)
        return taken

    def announced(self, event: Event) -> Announcement:
        """The same of an event about more than that."""
        taken = self.read(event)
        assert isinstance(taken, Announcement)
        return taken

    async def work(self, event: Event) -> str:
        """Take an event in and work it off at once; how that ended."""
        taken = await self.take(event)
        if taken is None:
            return "ignored"
        return await self.again(await self.keep(taken))

    async def handle(self, event: Event) -> str:
        """Take any event in, and let a worker do everything that follows from it."""
        await self.forget_jobs()
        taken = self.read(event)
        if taken is None:
            return "ignored"
        if isinstance(taken, Announcement):
            result = await announce(taken, self.tools.engine, self.queue)
        else:
            result = await accept(taken, self.queue)
        await self.drain()
        return result

    async def announce(self, announcement: Announcement) -> str:
        """Work an announcement off; what waits goes on waiting."""
        return await work_announcement(announcement, self.tools, self.queue)

    async def forget_jobs(self) -> None:
        """Drop the jobs that wait: those of what was worked off by hand."""
        await self.queue.connector.execute_query_async("DELETE FROM procrastinate_jobs WHERE status = 'todo'")

    async def drain(self) -> None:
        """Let a worker run until nothing waits any more."""
        if not self.manned:
            register_tasks(self.queue, self.tools, QUICK)
            self.manned = True
        await self.queue.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)

    async def jobs(self) -> list[tuple[str, str | None]]:
        """Every job: its task and what became of it, in the order in which they came."""
        return [(job.task_name, job.status) for job in await self.queue.job_manager.list_jobs_async()]

    async def keep(self, delivery: Delivery) -> KeptDelivery:
        assert await accept(delivery, self.queue) == "queued"
        kept = await load(self.tools.engine, delivery.id)
        assert kept is not None
        return kept

    async def again(self, kept: KeptDelivery) -> str:
        """Work off what is kept, as its task does."""
        if kept.delivery.event == "pull_request":
            return await review_pull_request(kept, self.tools)
        act = self.tools.read_act(kept.delivery)
        return await (work_act(kept, self.tools) if act is not None else review_pull_request(kept, self.tools))

    async def review(self, action: str = "synchronize") -> CheckRun:
        """Review the head; its check run."""
        await self.work(pull_request_event(self.shop.world, self.shop.pull, action))
        return self.run

    @property
    def run(self) -> CheckRun:
        """The head's check run that counts."""
        return self.shop.runs()[-1]

    @property
    def says(self) -> str:
        """All that the check run says."""
        return f"{self.run.title}\n{self.run.summary}\n{self.run.text}"

    async def approve(self, login: str, body: str = "", commit: str | None = None) -> Review:
        made = acts.review(self.shop.world, self.shop.pull, login, "APPROVE", body, commit)
        await self.work(review_event(self.shop.world, self.shop.pull, made, "submitted"))
        return made

    async def say(self, login: str, body: str) -> IssueComment:
        made = acts.comment(self.shop.world, self.shop.pull, login, body)
        await self.work(comment_event(self.shop.world, self.shop.pull, made, "created"))
        return made

    async def press(self, login: str, run: CheckRun | None = None) -> str:
        event = check_run_event(
            self.shop.world, self.shop.pull, run or self.run, "requested_action", login, identifier="sign-off"
        )
        return await self.work(event)

    @property
    def replies(self) -> list[IssueComment]:
        """What the App said in the conversation."""
        return [one for one in self.shop.pull.talk if one.by_app is self.shop.app]

    async def ledger_size(self) -> tuple[int, int, int]:
        """How many sign-offs, withdrawals and refusals are recorded."""
        ledger = await self.tools.sign_offs.ledger(self.shop.key)
        return len(ledger.given), len(ledger.withdrawn), len(ledger.refused)


@pytest.fixture
def desk(shop: Shop, tools: Tools, queue: App) -> Desk:
    shop.repository.roles.update({"ana": "write", "bo": "write", "cy": "write", "dee": "admin", "eve": "read"})
    return Desk(shop, tools, queue)
