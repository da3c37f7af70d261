"""Everything that `holdfast doctor` examines, one after the other; what cannot be examined says why."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from reviewer.analysis import rule_table
from reviewer.analysis.health import engine_version
from reviewer.app.database import standing_database
from reviewer.app.logs import configure_quiet_logs
from reviewer.domain import diagnosis
from reviewer.domain.diagnosis import Examined, QueueFacts
from reviewer.domain.errors import HoldfastError, TryAgain, UserProblem
from reviewer.github.answers import NotVisible, RejectedRequest
from reviewer.github.app_facts import Registration
from reviewer.github.client import Client
from reviewer.github.registration import EVENTS, PERMISSIONS
from reviewer.jobs.health import queue_facts
from reviewer.jobs.outages import outages_as_store_down
from reviewer.jobs.queue import open_queue
from reviewer.settings import AppIdentity, Settings, app_identity, load, unknown_variables, webhook_secrets
from reviewer.store.engine import Database, is_hung_up
from reviewer.store.health import database_facts

_LOCAL: Final = ("http://localhost", "http://127.0.0.1", "http://[::1]")
_AGAIN: Final = "try again; if it stays so, something between here and there is in the way"
Fact = TypeVar("Fact")


def diagnose() -> tuple[Examined, ...]:
    """Examine settings, engine, database, queue and GitHub; nothing is changed anywhere."""
    engine = _examined("engine", _engine)
    try:
        settings = load()
    except UserProblem as problem:
        rest = [Examined(name, "skipped", "the settings come first") for name in ("database", "github")]
        return Examined("settings", "failed", problem.message, problem.hint), engine, *rest
    configure_quiet_logs(settings)
    return (*_settings(settings), engine, *_database(settings), *_github(settings))


def _settings(settings: Settings) -> list[Examined]:
    found = [
        _examined("app", lambda: _is_there(app_identity(settings), "app", "its number and a private key are set")),
        _examined(
            "webhook secret", lambda: _is_there(webhook_secrets(settings), "webhook secret", "deliveries are checked")
        ),
        _pages(settings),
    ]
    found += [
        Examined(
            "settings", "warning", f"{name} means nothing", f"did you mean {near}?" if near else "remove or correct it"
        )
        for name, near in unknown_variables()
    ]
    return found


def _is_there(thing: object, subject: str, says: str) -> Examined:
    del thing  # whoever made it has checked it
    return Examined(subject, "ok", says)


def _pages(settings: Settings) -> Examined:
    client = [settings.client_id, settings.client_secret]
    if not any(client):
        advice = "set HOLDFAST_BASE_URL, HOLDFAST_CLIENT_ID and HOLDFAST_CLIENT_SECRET to sign in to them"
        return Examined("pages", "warning", "nobody can sign in to the details pages", advice)
    if not all([*client, settings.base_url]):
        advice = "HOLDFAST_BASE_URL, HOLDFAST_CLIENT_ID and HOLDFAST_CLIENT_SECRET belong together"
        return Examined("pages", "failed", "only a part of what signing in needs is set", advice)
    base = settings.base_url or ""
    if not base.startswith(("https://", *_LOCAL)):
        return Examined("pages", "failed", f"{base} is not encrypted", "set HOLDFAST_BASE_URL to an https:// address")
    return Examined("pages", "ok", f"people sign in at {base}")


def _engine() -> Examined:
    return Examined("engine", "ok", f"semgrep {engine_version()} runs, {len(rule_table())} checks and rules are loaded")


def _database(settings: Settings) -> list[Examined]:
    try:
        with standing_database(settings) as database:
            if database is None:
                return [
                    Examined("database", "ok", f"none yet; the service makes it under {settings.data_dir}"),
                    Examined("queue", "skipped", "there is no database yet"),
                ]
            return _tables(database)
    except (UserProblem, TryAgain) as problem:
        advice = "start it, or correct HOLDFAST_DATABASE_URL; the service waits a minute for it when it starts"
        return [
            Examined("database", "failed", str(problem), advice),
            Examined("queue", "skipped", "the database comes first"),
        ]


def _tables(database: Database) -> list[Examined]:
    facts = database_facts(database)
    server = f"PostgreSQL {facts.version}"
    match facts.tables:
        case "none":
            made = Examined("database", "ok", f"{server}; the tables are made when the service starts")
            return [made, Examined("queue", "skipped", "there are no tables yet")]
        case "newer":
            advice = "run the version of Holdfast that made them, or a newer one"
            newer = Examined("database", "failed", f"{server}; its tables are of a newer version", advice)
            return [newer, Examined("queue", "skipped", "its tables may be others")]
        case "behind":
            advice = "they are brought up to date when the service starts"
            first = Examined("database", "warning", f"{server}; the tables are of an older version", advice)
        case "current":
            first = Examined("database", "ok", f"{server}; the tables are up to date")
    return [first, _examined("queue", lambda: diagnosis.examine_queue(asyncio.run(_queue(database))))]


async def _queue(database: Database) -> QueueFacts:
    with outages_as_store_down():
        async with open_queue(database.url, database.options(), is_hung_up, connections=1) as queue:
            return await queue_facts(queue)


def _github(settings: Settings) -> list[Examined]:
    try:
        identity = app_identity(settings)
    except UserProblem:
        return [Examined("github", "skipped", "the App's identity comes first")]
    return asyncio.run(_registration(settings, identity))


async def _registration(settings: Settings, identity: AppIdentity) -> list[Examined]:
    client = Client(identity)
    try:
        github = Registration(client)
        app = await _asked("github", github.app)
        if isinstance(app, Examined):
            return [app]
        found = [
            Examined("github", "ok", f"{identity.api_url} knows this App as {app.slug}"),
            diagnosis.examine_clock(app),
            diagnosis.examine_permissions(app, PERMISSIONS),
            diagnosis.examine_events(app, EVENTS),
        ]
        judge_hook = partial(diagnosis.examine_hook, base_url=settings.base_url)
        judge_installed = partial(diagnosis.examine_installations, wanted=PERMISSIONS)
        found.append(await _judged("installations", github.installations, judge_installed))
        found.append(await _judged("webhook", github.hook, judge_hook))
        found.append(await _judged("deliveries", github.attempts, diagnosis.examine_attempts))
        return found
    finally:
        await client.aclose()


async def _judged(subject: str, ask: Callable[[], Awaitable[Fact]], judge: Callable[[Fact], Examined]) -> Examined:
    facts = await _asked(subject, ask)
    return facts if isinstance(facts, Examined) else judge(facts)


async def _asked(subject: str, ask: Callable[[], Awaitable[Fact]]) -> Fact | Examined:
    try:
        return await ask()
    except NotVisible:
        advice = "activate the webhook in the App's settings" if subject == "webhook" else _AGAIN
        return Examined(subject, "failed", "GitHub has none for this App", advice)
    except UserProblem as problem:
        return Examined(subject, "failed", problem.message, problem.hint)
    except (HoldfastError, RejectedRequest) as problem:
        return Examined(subject, "failed", str(problem), _AGAIN)


def _examined(subject: str, work: Callable[[], Examined]) -> Examined:
    try:
        return work()
    except UserProblem as problem:
        return Examined(subject, "failed", problem.message, problem.hint)
    except TryAgain as problem:
        return Examined(subject, "failed", str(problem), _AGAIN)
