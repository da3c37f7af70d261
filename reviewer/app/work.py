"""The worker: everything that a job works with, connected, and the queue worked off with it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    ExitStack,
    asynccontextmanager,
    closing,
    nullcontext,
)
from datetime import UTC, datetime
from typing import Final

import structlog
from msgspec import Struct

from reviewer.analysis import analyse, rule_table
from reviewer.analysis.pool import analysis_pool
from reviewer.app.database import service_database
from reviewer.app.logs import configure_logs
from reviewer.app.running import stop_on_signals, warn_of_unknown_variables, watch_database
from reviewer.app.tracing import tracing
from reviewer.github.acts import read_act
from reviewer.github.client import Client
from reviewer.github.host import GitHubHost
from reviewer.github.merge_groups import GitHubGroups
from reviewer.github.news import read_news
from reviewer.github.survey import GitHubSurvey
from reviewer.github.who import GitHubPeople
from reviewer.jobs.announcement_tasks import look_for_missed, register_clockwork
from reviewer.jobs.patience import Patience
from reviewer.jobs.purge import register_purge
from reviewer.jobs.queue import Queue, open_queue
from reviewer.jobs.review_job import Tools
from reviewer.jobs.takeover import STALLED_SECONDS, take_over
from reviewer.jobs.tasks import register_tasks
from reviewer.jobs.turns import Turns
from reviewer.jobs.worker import WorkerLimits, run_worker
from reviewer.settings import AppIdentity, Settings, app_identity
from reviewer.store.engine import Database, is_hung_up
from reviewer.store.records import ReviewRecords
from reviewer.store.sign_offs import SignOffRecords

QUEUE_STATEMENT_MS: Final = 30_000
"""Of the queue's statements: the hourly purge may take a while."""
_MOST_ANALYSIS_PROCESSES: Final = 8
_log = structlog.get_logger(__name__)

Beside = Callable[[Queue], AbstractAsyncContextManager[None]]


def nothing(queue: Queue) -> AbstractAsyncContextManager[None]:
    """Nothing goes on beside a worker."""
    del queue
    return nullcontext()


class Post(Struct, frozen=True):
    """Where a worker works.

    Attributes:
        silent_seconds: of another worker, after which its jobs are taken over at the start; 0 where no other
            can be at work, so that whatever runs was left behind.
    """

    identity: AppIdentity
    base_url: str | None
    database: Database
    silent_seconds: float


class Watched(Struct, frozen=True):
    """Where a worker alone tells how it is, by HTTP."""

    host: str
    port: int


def work(settings: Settings, watched: Watched | None = None) -> None:
    """Work jobs off, beside other workers of the same database, until SIGTERM or SIGINT.

    Raises:
        SettingsProblem: the App's identity is missing, or the address is taken.
        UserProblem, StoreDown: the database cannot be used.
    """
    configure_logs(settings)
    identity = app_identity(settings)
    warn_of_unknown_variables()
    with ExitStack() as stack:
        listening = None if watched is None else stack.enter_context(_listening(watched))
        stack.enter_context(tracing())
        home = stack.enter_context(service_database(settings))
        silent = STALLED_SECONDS if home.embedded is None else 0.0
        post = Post(identity, settings.base_url, home.database, silent)

        async def until_told() -> None:
            stop = stop_on_signals()
            async with asyncio.TaskGroup() as group:
                watch = watch_database(home.embedded, group)
                await work_until(stop, post, _telling(listening, stop))
                watch.cancel()

        asyncio.run(until_told())
    _log.info("stopped")


def _listening(watched: Watched) -> AbstractContextManager[socket.socket]:
    from reviewer.app.http import listen  # noqa: PLC0415  (the worker of a service listens nowhere, and loads none of it)

    return closing(listen(watched.host, watched.port))


def _telling(listening: socket.socket | None, stop: asyncio.Event) -> Beside:
    if listening is None:
        return nothing
    from reviewer.app.watched import telling  # noqa: PLC0415  (the same)

    return telling(listening, stop)


async def work_until(stop: asyncio.Event, post: Post, beside: Beside = nothing) -> None:
    """Work at `post` until `stop` is set, then drain; what goes on `beside` begins before and ends after.

    Raises:
        StoreDown: the database is away at the start.
    """
    async with _ready(post) as queue, beside(queue):
        _log.info("working")
        await run_worker(queue, stop, WorkerLimits())


@asynccontextmanager
async def _ready(post: Post) -> AsyncGenerator[Queue]:
    """Connect everything that a worker works with."""
    async with AsyncExitStack() as stack:
        engine = post.database.engine()
        stack.push_async_callback(engine.dispose)
        options = post.database.options(statement_ms=QUEUE_STATEMENT_MS)
        queue = await stack.enter_async_context(open_queue(post.database.url, options, is_hung_up))
        await take_over(queue, post.silent_seconds)
        turns = Turns(post.database.url)
        stack.push_async_callback(turns.aclose)
        client = Client(post.identity, take_turn=turns.of)
        stack.push_async_callback(client.aclose)
        pool = await stack.enter_async_context(analysis_pool(analyse, _analysis_processes()))
        host = GitHubHost(client, post.base_url)
        tools = Tools(
            engine=engine,
            host=host,
            analyse=pool,
            rules=rule_table(),
            records=ReviewRecords(engine),
            people=GitHubPeople(client, host),
            sign_offs=SignOffRecords(engine),
            groups=GitHubGroups(client),
            survey=GitHubSurvey(client),
            read_act=read_act,
            read_news=read_news,
        )
        register_tasks(queue, tools, Patience())
        register_clockwork(queue, tools)
        register_purge(queue, engine)
        await look_for_missed(queue, datetime.now(UTC))
        yield queue


def _analysis_processes() -> int:
    """One for each processor we may use, within bounds: each takes a few hundred megabytes."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_ANALYSIS_PROCESSES)
