"""The two forms of the service: web and worker in one process, and a worker alone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import structlog
from pydantic import SecretStr

from reviewer.analysis import analyse, rule_table
from reviewer.analysis.pool import analysis_pool
from reviewer.app.database import ServiceDatabase, service_database
from reviewer.app.http import listen, serving
from reviewer.app.logs import configure_logs
from reviewer.app.pages import service_pages
from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.domain.errors import StoreDown
from reviewer.github.acts import read_act
from reviewer.github.client import Client
from reviewer.github.events import read_event
from reviewer.github.host import GitHubHost
from reviewer.github.merge_groups import GitHubGroups
from reviewer.github.news import read_news
from reviewer.github.signature import check_signature
from reviewer.github.survey import GitHubSurvey
from reviewer.github.who import GitHubPeople
from reviewer.jobs.accept import Accepted, accept
from reviewer.jobs.announcement_tasks import look_for_missed, register_clockwork
from reviewer.jobs.announcements import announce
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.patience import Patience
from reviewer.jobs.postgres import PostgresServer
from reviewer.jobs.purge import register_purge
from reviewer.jobs.queue import Queue, open_queue
from reviewer.jobs.review_job import Tools
from reviewer.jobs.state import queue_state
from reviewer.jobs.takeover import take_over
from reviewer.jobs.tasks import register_tasks
from reviewer.jobs.turns import Turns
from reviewer.jobs.worker import WorkerLimits, run_worker
from reviewer.settings import AppIdentity, Settings, app_identity, unknown_variables, webhook_secrets
from reviewer.store.engine import Engine, is_hung_up
from reviewer.store.records import ReviewRecords
from reviewer.store.sign_offs import SignOffRecords
from reviewer.web.doors import Doors
from reviewer.web.site import site

_QUEUE_STATEMENT_MS: Final = 30_000  # the hourly purge may take a while
_WATCH_SECONDS: Final = 1.0
_MOST_ANALYSIS_PROCESSES: Final = 8
_log = structlog.get_logger(__name__)


def serve(host: str, port: int, settings: Settings) -> None:
    """Take deliveries and work them off, until SIGTERM or SIGINT.

    Raises:
        SettingsProblem: the App's identity or the webhook's secret is missing, or the address is taken.
        UserProblem, StoreDown: the database cannot be used.
    """
    configure_logs(settings)
    secrets, identity = webhook_secrets(settings), app_identity(settings)
    _warn_of_unknown_variables()
    with listen(host, port) as listening, service_database(settings) as home:
        asyncio.run(_serve(home, identity, secrets, listening, settings))
    _log.info("stopped")


def work(settings: Settings) -> None:
    """Work jobs off, beside other workers of the same database, until SIGTERM or SIGINT.

    Raises:
        SettingsProblem: the App's identity is missing.
        UserProblem, StoreDown: the database cannot be used.
    """
    configure_logs(settings)
    identity = app_identity(settings)
    _warn_of_unknown_variables()
    with service_database(settings) as home:
        asyncio.run(_work(home, identity, settings.base_url))
    _log.info("stopped")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What web and worker share."""

    engine: Engine
    queue: Queue


async def _serve(
    home: ServiceDatabase,
    identity: AppIdentity,
    secrets: tuple[SecretStr, ...],
    listening: socket.socket,
    settings: Settings,
) -> None:
    stop = _stop_on_signals()
    async with (
        _parts(home, identity, settings.base_url) as parts,
        service_pages(settings, parts.engine) as pages,
        asyncio.TaskGroup() as group,
    ):
        worker = group.create_task(run_worker(parts.queue, stop, WorkerLimits()), name="worker")
        watch = _watch(home.embedded, group)
        doors = Doors(
            check_signature=partial(check_signature, secrets=secrets),
            read_event=partial(read_event, app_id=identity.app_id),
            accept=partial(_accept, parts),
            queue_state=partial(queue_state, parts.queue),
            worker_runs=lambda: not worker.done(),
        )
        async with serving(site(doors, pages), listening):
            _log.info("listening", address=_address(listening))
            await stop.wait()
            _log.info("stopping")
        await worker
        watch.cancel()


async def _work(home: ServiceDatabase, identity: AppIdentity, base_url: str | None) -> None:
    stop = _stop_on_signals()
    async with _parts(home, identity, base_url) as parts, asyncio.TaskGroup() as group:
        watch = _watch(home.embedded, group)
        _log.info("working")
        await run_worker(parts.queue, stop, WorkerLimits())
        watch.cancel()


@asynccontextmanager
async def _parts(home: ServiceDatabase, identity: AppIdentity, base_url: str | None) -> AsyncGenerator[_Parts]:
    """Connect everything that a worker works with."""
    async with AsyncExitStack() as stack:
        engine = home.database.engine()
        stack.push_async_callback(engine.dispose)
        options = home.database.options(statement_ms=_QUEUE_STATEMENT_MS)
        queue = await stack.enter_async_context(open_queue(home.database.url, options, is_hung_up))
        if home.embedded is not None:
            await take_over(queue, stalled_seconds=0.0)  # nobody else works here: whatever runs was left behind
        turns = Turns(home.database.url)
        stack.push_async_callback(turns.aclose)
        client = Client(identity, take_turn=turns.of)
        stack.push_async_callback(client.aclose)
        pool = await stack.enter_async_context(analysis_pool(analyse, _analysis_processes()))
        host = GitHubHost(client, base_url)
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
        yield _Parts(engine, queue)


async def _accept(parts: _Parts, taken: Delivery | Announcement) -> Accepted:
    with outages_as_store_down():
        match taken:
            case Delivery():
                return await accept(taken, parts.engine, parts.queue)
            case Announcement():
                return await announce(taken, parts.engine, parts.queue)


def _analysis_processes() -> int:
    """One for each processor we may use, within bounds: each takes a few hundred megabytes."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_ANALYSIS_PROCESSES)


def _stop_on_signals() -> asyncio.Event:
    """Return an event that the first SIGTERM or SIGINT sets; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        stop.set()
        for order in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(order)

    for order in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(order, stop_once)
    return stop


def _watch(embedded: PostgresServer | None, group: asyncio.TaskGroup) -> asyncio.Task[None]:
    """Start the embedded server again whenever it has ended."""

    async def watch(server: PostgresServer) -> None:
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await asyncio.to_thread(server.start)
            except StoreDown as problem:
                _log.error("the embedded database does not start", why=str(problem))

    return group.create_task(watch(embedded) if embedded is not None else asyncio.sleep(0), name="database watch")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _warn_of_unknown_variables() -> None:
    for name, nearest in unknown_variables():
        _log.warning("this variable means nothing", variable=name, nearest=nearest)
