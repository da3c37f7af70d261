"""The job of a delivery: from the pull request's number to its completed check run.

    claim -> head as it is now -> check run in progress -> material -> analysis -> report -> published -> kept

Between the stages the claim is confirmed, so a job that was overtaken stops at its next stage; before each
write to GitHub it is confirmed again. At least once is all that is assumed: every stage may run twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final, Literal

import structlog
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.analysis import Analysis, WantedFile
from reviewer.domain.announcement import Announcement, News
from reviewer.domain.delivery import Delivery, PullRequestKey
from reviewer.domain.errors import MissingPermission, RateLimited
from reviewer.domain.report import Report
from reviewer.domain.rule_table import RuleTable
from reviewer.domain.signoff.acts import Act
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis
from reviewer.domain.signoff.state import Signing
from reviewer.jobs.deliveries import KeptDelivery
from reviewer.jobs.heads import Claim, claim, next_generation
from reviewer.jobs.merges import note_merge
from reviewer.jobs.metrics import count_findings
from reviewer.jobs.pauses import seconds_paused
from reviewer.jobs.signing import boundaries_at, settled, settlement
from reviewer.jobs.started_checks import left_open, note_completed, note_started
from reviewer.ports import Analyse, BeforeWrite, CheckRunId, Groups, Host, People, Records, SignOffs, Survey
from reviewer.review import Prepared, basis, conclude, prepare
from reviewer.telemetry.stages import stage

MORE_FILES_ROUNDS: Final = 2
"""How often an analysis may ask for unchanged files and run again with them."""

Outcome = Literal["reviewed", "unchanged", "closed"]
_log = structlog.get_logger(__name__)


class Tools(Struct, frozen=True):
    """What a job works with; chosen by the composition root."""

    engine: AsyncEngine
    host: Host
    analyse: Analyse
    rules: RuleTable
    records: Records
    people: People
    sign_offs: SignOffs
    groups: Groups
    survey: Survey
    read_act: Callable[[Delivery], Act | None]
    read_news: Callable[[Announcement], News | None]


class Judged(Struct, frozen=True):
    """A review that nobody has been told of yet."""

    prepared: Prepared
    report: Report
    stands_on: Basis
    signing: Signing
    settlement: Settlement


async def review_pull_request(kept: KeptDelivery, tools: Tools) -> Outcome:
    """Review the pull request of a delivery at its present head, and publish.

    Raises:
        Superseded: a newer delivery has come; its job does the rest.
        TryAgain: later, see its `after_seconds`.
        MissingPermission: the App may not do what this needs.
    """
    pull_request = kept.delivery.pull_request
    await wait_for_pause(tools.engine, pull_request)
    own = await claim(tools.engine, pull_request, kept.generation)
    with stage("start"):
        head_sha = await tools.host.head_of(pull_request)
        if head_sha is None:
            await close_outdated(tools, own, newest=None)
            await note_merge(pull_request, tools.host, tools.people, tools.records, tools.rules.keys())
            return "closed"
        await own.move_to(head_sha)
        await note_started(tools.engine, pull_request, head_sha)
        run = await tools.host.start_check(pull_request, head_sha, own.confirm)
    await finish(kept, tools, own, run, await judge(tools, own, head_sha))
    return "reviewed"


async def finish(kept: KeptDelivery, tools: Tools, own: Claim, run: CheckRunId, judged: Judged) -> None:
    """Publish what was judged, and keep it.

    Raises:
        as `review_pull_request`.
    """
    pull_request, head_sha = own.pull_request, judged.report.head
    material = judged.prepared.material
    with stage("publish"):
        shown_since = await tools.host.publish(pull_request, run, material, judged.report, own.confirm, judged.signing)
        await note_completed(tools.engine, pull_request, head_sha)
    count_findings(judged.report, tools.rules)
    with stage("record"):
        await tools.records.add(kept.delivery.id, pull_request, run, judged.report, judged.stands_on, shown_since)
        await tools.sign_offs.note_settled(kept.delivery.id, pull_request, head_sha, judged.settlement)
    await close_outdated(tools, own, newest=head_sha)


async def review_again(kept: KeptDelivery, tools: Tools) -> Outcome:
    """Review the pull request of a delivery that did not itself ask for a review.

    Raises:
        as `review_pull_request`.
    """
    generation = await next_generation(tools.engine, kept.delivery.pull_request)
    return await review_pull_request(replace(kept, generation=generation), tools)


async def tell_unfinished(kept: KeptDelivery, tools: Tools, reason: str) -> None:
    """Complete the check run of a review that was given up.

    Raises:
        Superseded: a newer delivery has come; its job does the rest.
        TryAgain: GitHub did not take it yet.
    """
    pull_request = kept.delivery.pull_request
    await wait_for_pause(tools.engine, pull_request)
    own = await claim(tools.engine, pull_request, kept.generation)
    head_sha = await _head_to_tell(kept, tools)
    if head_sha is not None:
        await own.move_to(head_sha)
        await tools.host.publish_unfinished(pull_request, head_sha, reason, own.confirm)
        await note_completed(tools.engine, pull_request, head_sha)
    await close_outdated(tools, own, newest=head_sha)


async def _head_to_tell(kept: KeptDelivery, tools: Tools) -> str | None:
    """The head as it is now; where the App may not even look, the one that the delivery named."""
    try:
        return await tools.host.head_of(kept.delivery.pull_request)
    except MissingPermission:
        if not kept.delivery.head_sha:
            raise
        return kept.delivery.head_sha


async def wait_for_pause(engine: AsyncEngine, pull_request: PullRequestKey) -> None:
    """Return if GitHub may be asked on behalf of this installation.

    Raises:
        RateLimited: it asked for a pause, with the seconds that are left of it.
    """
    if seconds := await seconds_paused(engine, pull_request.installation):
        raise RateLimited("GitHub asked this installation to pause.", after_seconds=seconds)


async def judge(tools: Tools, own: Claim, head_sha: str, review_id: int | None = None) -> Judged:
    """Read the change and judge it with its sign-offs, as the kept review `review_id` or a new one; write nothing.

    Raises:
        as `review_pull_request`.
    """
    with stage("material"):
        material = await tools.host.material(own.pull_request, head_sha)
    await own.note_base(material.pull_request.base_branch if material.pull_request is not None else "")
    with stage("prepare"):
        prepared = await asyncio.to_thread(prepare, material, tools.rules)
    more = partial(tools.host.unchanged_files, own.pull_request, material)
    with stage("analysis"):
        analysis = await analysed(tools.analyse, prepared, more, own.confirm)
    await own.confirm()
    with stage("conclude"):
        report = await asyncio.to_thread(conclude, prepared, analysis, tools.rules, datetime.now(UTC).date())
        stands_on = basis(prepared, analysis, report)
    with stage("sign-offs"):
        at = await boundaries_at(tools.people, own.pull_request, prepared.policy, report, stands_on, review_id)
        ledger = await tools.sign_offs.ledger(own.pull_request)
        report, signing = await settled(tools.people, own.pull_request, at, ledger, report)
    return Judged(prepared, report, stands_on, signing, settlement(at, report, signing))


async def analysed(
    analyse: Analyse,
    prepared: Prepared,
    read_more: Callable[[Iterable[WantedFile]], Awaitable[Mapping[WantedFile, bytes | None]]],
    confirm: BeforeWrite,
) -> Analysis:
    """Analyse, and again with the unchanged files that the analysis asks for; `confirm` stops who was overtaken."""
    request = prepared.request
    analysis = await analyse(request)
    for _ in range(MORE_FILES_ROUNDS):
        if not analysis.wanted:
            break
        await confirm()
        request = replace(request, context={**request.context, **await read_more(analysis.wanted)})
        analysis = await analyse(request)
    return analysis


async def close_outdated(tools: Tools, own: Claim, newest: str | None) -> None:
    """Complete the check runs that overtaken jobs left in progress on heads other than the newest."""
    for head_sha in await left_open(tools.engine, own.pull_request, newest):
        try:
            await tools.host.publish_outdated(own.pull_request, head_sha, own.confirm)
        except MissingPermission as problem:
            # Still owed; the review of the newest head, which people wait for, stands all the same.
            _log.warning("an outdated check run stays open", head=head_sha, why=str(problem))
        else:
            await note_completed(tools.engine, own.pull_request, head_sha)
