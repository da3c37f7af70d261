"""The service: it takes deliveries and shows pages; its worker is a process of its own beside it.

Without an App, it is first of all set up.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import structlog
from msgspec import Struct
from pydantic import SecretStr

from reviewer.app.database import ServiceDatabase, service_database
from reviewer.app.http import address_of, listen, serving
from reviewer.app.incidents import ServiceIncidents
from reviewer.app.logs import configure_logs
from reviewer.app.pages import service_pages
from reviewer.app.running import stop_on_signals, warn_of_unknown_variables, watch_database
from reviewer.app.setup import set_up
from reviewer.app.tracing import tracing
from reviewer.app.worker_process import WorkerProcess
from reviewer.domain.announcement import Announcement
from reviewer.domain.delivery import Delivery
from reviewer.github.events import read_event
from reviewer.github.signature import check_signature
from reviewer.jobs.accept import Accepted, accept
from reviewer.jobs.announcements import announce
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.queue import Queue, open_queue
from reviewer.jobs.state import queue_state
from reviewer.jobs.takeover import STALLED_SECONDS
from reviewer.settings import AppIdentity, Settings, app_identity, names_app, webhook_secrets
from reviewer.store.engine import Engine, is_hung_up
from reviewer.web.doors import Doors
from reviewer.web.site import site

_log = structlog.get_logger(__name__)


def serve(host: str, port: int, settings: Settings) -> None:
    """Take deliveries and work them off, until SIGTERM or SIGINT; without any App, let one be registered first.

    Raises:
        SettingsProblem: the App's identity or the webhook's secret is missing, or the address is taken.
        UserProblem, StoreDown: the database cannot be used.
    """
    cleaner = configure_logs(settings)
    if names_app(settings):
        _require_identity(settings)
    warn_of_unknown_variables()
    with listen(host, port) as listening:
        complete = settings if names_app(settings) else set_up(settings, listening, cleaner)
        if complete is not None:
            secrets, identity = _require_identity(complete)
            with tracing(), service_database(complete) as home:
                asyncio.run(_serve(home, identity, secrets, listening, complete))
    _log.info("stopped")


def _require_identity(settings: Settings) -> tuple[tuple[SecretStr, ...], AppIdentity]:
    return webhook_secrets(settings), app_identity(settings)


class _Parts(Struct, frozen=True):
    """What acceptance and pages stand on."""

    engine: Engine
    queue: Queue


async def _serve(
    home: ServiceDatabase,
    identity: AppIdentity,
    secrets: tuple[SecretStr, ...],
    listening: socket.socket,
    settings: Settings,
) -> None:
    stop = stop_on_signals()
    silent = STALLED_SECONDS if home.embedded is None else 0.0  # in a database of our own nobody else works
    worker = WorkerProcess(settings, home.database, silent)
    async with (
        _parts(home) as parts,
        service_pages(settings, parts.engine) as pages,
        asyncio.TaskGroup() as group,
    ):
        works = group.create_task(worker.keep(stop), name="worker")
        watch = watch_database(home.embedded, group)
        doors = Doors(
            check_signature=partial(check_signature, secrets=secrets),
            read_event=partial(read_event, app_id=identity.app_id),
            accept=partial(_accept, parts),
            queue_state=partial(queue_state, parts.queue),
            worker_runs=lambda: worker.runs,
        )
        async with serving(site(doors, pages, ServiceIncidents(parts.engine)), listening):
            _log.info("listening", address=address_of(listening))
            await stop.wait()
            _log.info("stopping")
        await works
        watch.cancel()


@asynccontextmanager
async def _parts(home: ServiceDatabase) -> AsyncGenerator[_Parts]:
    async with AsyncExitStack() as stack:
        engine = home.database.engine()
        stack.push_async_callback(engine.dispose)
        queue = await stack.enter_async_context(open_queue(home.database.url, home.database.options(), is_hung_up))
        yield _Parts(engine, queue)


async def _accept(parts: _Parts, taken: Delivery | Announcement) -> Accepted:
    with outages_as_store_down():
        match taken:
            case Delivery():
                return await accept(taken, parts.queue)
            case Announcement():
                return await announce(taken, parts.engine, parts.queue)
