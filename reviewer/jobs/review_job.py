"""The job of a delivery: from the pull request's number to its completed check run.

    claim -> head as it is now -> check run in progress -> material -> analysis -> report -> published -> kept

Between the stages the claim is confirmed, so a job that was overtaken stops at its next stage; before each
write to GitHub it is confirmed again. At least once is all that is assumed: every stage may run twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from reviewer.domain.analysis import Analysis
from reviewer.domain.delivery import Delivery, PullRequestKey
from reviewer.domain.errors import MissingPermission, RateLimited
from reviewer.domain.report import Report
from reviewer.domain.rule_table import RuleTable
from reviewer.domain.signoff.acts import Act
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis
from reviewer.jobs.deliveries import KeptDelivery
from reviewer.jobs.heads import Claim, claim, next_generation
from reviewer.jobs.pauses import seconds_paused
from reviewer.jobs.signing import boundaries_at, settled, settlement
from reviewer.jobs.started_checks import left_open, note_completed, note_started
from reviewer.ports import Analyse, CheckRunId, Host, People, Records, SignOffs
from reviewer.review import Prepared, basis, conclude, prepare

MORE_FILES_ROUNDS: Final = 2
"""How often an analysis may ask for unchanged files and run again with them."""

Outcome = Literal["reviewed", "closed"]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job works with; chosen by the composition root."""

    engine: AsyncEngine
    host: Host
    analyse: Analyse
    rules: RuleTable
    records: Records
    people: People
    sign_offs: SignOffs
    read_act: Callable[[Delivery], Act | None]


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
    head_sha = await tools.host.head_of(pull_request)
    if head_sha is None:
        await _close_outdated(tools, own, newest=None)
        return "closed"
    await own.move_to(head_sha)
    await note_started(tools.engine, pull_request, head_sha)
    run = await tools.host.start_check(pull_request, head_sha, own.confirm)
    report, stands_on, published = await _review(tools, own, run, head_sha)
    await note_completed(tools.engine, pull_request, head_sha)
    await tools.records.add(kept.delivery.id, pull_request, run, report, stands_on)
    await tools.sign_offs.note_settled(kept.delivery.id, pull_request, head_sha, published)
    await _close_outdated(tools, own, newest=head_sha)
    return "reviewed"


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
    await _close_outdated(tools, own, newest=head_sha)


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


async def _review(tools: Tools, own: Claim, run: CheckRunId, head_sha: str) -> tuple[Report, Basis, Settlement]:
    material = await tools.host.material(own.pull_request, head_sha)
    await own.confirm()
    prepared = await asyncio.to_thread(prepare, material, tools.rules)
    analysis = await _analyse(tools, own, prepared)
    await own.confirm()
    report = await asyncio.to_thread(conclude, prepared, analysis, tools.rules, datetime.now(UTC).date())
    stands_on = basis(prepared, analysis, report)
    at = await boundaries_at(tools.people, own.pull_request, prepared.policy, report, stands_on)
    ledger = await tools.sign_offs.ledger(own.pull_request)
    report, signing = await settled(tools.people, own.pull_request, at, ledger, report)
    await tools.host.publish(own.pull_request, run, material, report, own.confirm, signing)
    return report, stands_on, settlement(at, report, signing)


async def _analyse(tools: Tools, own: Claim, prepared: Prepared) -> Analysis:
    request = prepared.request
    analysis = await tools.analyse(request)
    for _ in range(MORE_FILES_ROUNDS):
        if not analysis.wanted:
            break
        await own.confirm()
        more = await tools.host.unchanged_files(own.pull_request, prepared.material, analysis.wanted)
        request = replace(request, context={**request.context, **more})
        analysis = await tools.analyse(request)
    return analysis


async def _close_outdated(tools: Tools, own: Claim, newest: str | None) -> None:
    """Complete the check runs that overtaken jobs left in progress on older heads."""
    for head_sha in await left_open(tools.engine, own.pull_request, newest):
        try:
            await tools.host.publish_outdated(own.pull_request, head_sha, own.confirm)
        except MissingPermission as problem:
            # Still owed; the review of the newest head, which people wait for, stands all the same.
            _log.warning("an outdated check run stays open", head=head_sha, why=str(problem))
        else:
            await note_completed(tools.engine, own.pull_request, head_sha)
