"""The doors through which hostile inputs come, each as one function: the problem with what it did, or ""."""

from __future__ import annotations

import asyncio
import os
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx

from benchmarks.hostile_contents import HostileFile
from benchmarks.hostile_webhooks import HostileDelivery
from checks.kit import Status
from reviewer.config import PATHS, read_config
from reviewer.domain.material import Blob, ChangedFile, ConfigFile, Material, Revision
from reviewer.domain.report import Report
from reviewer.domain.rule_table import RuleTable
from reviewer.domain.signoff.commands import Mistake, read_commands
from reviewer.ports import Analyse
from reviewer.render.markdown.answers import answer_text, mistake
from reviewer.render.markdown.check_run import check_run_text
from reviewer.render.markdown.quote import prose
from reviewer.render.pages.entry import Entry
from reviewer.render.report_json import to_json
from reviewer.render.sarif.log import to_sarif
from reviewer.review import conclude, prepare
from reviewer.web.webhook import PATH

CANARY: Final = "canary-2b7e151628aed2a6"
"""Stands in the environment where a secret would; whatever shows it has leaked."""
_HOME: Final = ("root:x:0:0", "Traceback (most recent")
Client = httpx.AsyncClient
ENVIRONMENT: Final = ("HOLDFAST_CLIENT_SECRET", "HOLDFAST_WEBHOOK_SECRET")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What a review needs."""

    analyse: Analyse
    rules: RuleTable
    entries: Mapping[str, Entry]


def plant() -> None:
    """Put the canary where a secret would stand."""
    for name in ENVIRONMENT:
        os.environ[name] = CANARY


async def whole(work: Callable[[], Awaitable[str]]) -> str:
    """The problem of one input: what the door says, or what it raised."""
    try:
        return await work()
    except Exception:  # noqa: BLE001  # whatever comes out of a door is the finding
        return "crash: " + traceback.format_exc(limit=-3).strip().replace("\n", " | ")


async def deliver(client: Client, case: HostileDelivery, secret: str) -> str:
    """One delivery over HTTP."""
    headers = [(name.encode(), value.encode()) for name, value in case.sent(secret).items()]
    answer = await client.post(PATH, content=case.body, headers=headers)
    if answer.status_code not in case.statuses:
        return f"answered {answer.status_code}: {answer.text[:200]}"
    return leaked(answer.text)


async def configure(text: bytes, rules: RuleTable) -> str:
    """One configuration, as the base branch would hold it."""
    policy, problems = await asyncio.to_thread(read_config, ConfigFile(PATHS[0], text), rules.keys())
    said = "\n".join(f"{prose(str(one))}\n{one.hint}" for one in problems)
    if any(one.path not in PATHS for one in problems):
        return "a problem without its place"
    return leaked(said + repr(policy))


async def comment(body: str) -> str:
    """One comment: read, and every mistake in it answered."""
    commands = read_commands(body)
    answers = [mistake(one.message) for one in commands if isinstance(one, Mistake)]
    text = answer_text("eve", answers, None)
    text.encode()
    return leaked(text)


async def review(file: HostileFile, own: Reviewer) -> str:
    """One pull request with one hostile file, as the App reviews it, in every form that it is shown."""
    prepared = await asyncio.to_thread(prepare, _material(file), own.rules)
    analysis = await own.analyse(prepared.request)
    report = await asyncio.to_thread(conclude, prepared, analysis, own.rules, datetime.now(UTC).date())
    if not _was_read(report, file):
        return "the file is not in the report"
    shown = check_run_text(report)
    texts = (shown.title, shown.summary, shown.text, to_json(report), to_sarif(report, own.entries))
    for text in texts:
        text.encode()
    broken = [one.reason for one in analysis.skips if one.reason.endswith(" failed on it")]
    return f"a check failed: {broken[0]}" if broken else leaked("".join(texts[:3]).replace(file.path, ""))


def leaked(text: str) -> str:
    """What of this machine stands in a text; "" for nothing."""
    if CANARY in text:
        return "leak: the canary"
    return next((f"leak: {word}" for word in _HOME if word in text), "")


def _was_read(report: Report, file: HostileFile) -> bool:
    return [one.path for one in report.files] == [file.path]


def _material(file: HostileFile) -> Material:
    revision = Revision("acme/shop", "b" * 40, "a" * 40, "b" * 40)
    base, head = (Blob("100644", len(data), data) for data in (file.base, file.head))
    changed = ChangedFile(file.path, None, Status.MODIFIED, base, head)
    return Material(revision, (changed,), None, ())
