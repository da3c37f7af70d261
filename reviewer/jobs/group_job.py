"""The job of a merge group: each of its pull requests as the queue would merge it, judged by what was signed there.

    claim -> check run in progress -> members -> material, analysis, report, sign-offs of each -> published

Nothing of a group is kept: its boundaries are those of its pull requests, whose reviews and records are.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from msgspec import structs

from reviewer.domain.announcement import MergeGroup
from reviewer.domain.delivery import DeliveryId
from reviewer.domain.errors import Superseded
from reviewer.domain.merge_group import GroupMember, JudgedMember
from reviewer.jobs.announcements import GroupClaim, claim_group
from reviewer.jobs.review_job import Tools, analysed, wait_for_pause
from reviewer.jobs.signing import settled, settling
from reviewer.jobs.started_checks import is_open, note_completed, note_started
from reviewer.review import basis, conclude, prepare


async def review_group(announcement: DeliveryId, group: MergeGroup, tools: Tools) -> str:
    """Review a merge group and complete its check run.

    Raises:
        Superseded: the queue does not wait for it any more.
        TryAgain: later, see its `after_seconds`.
        MissingPermission: the App may not do what this needs.
    """
    await wait_for_pause(tools.engine, group.key)
    own = await claim_group(tools.engine, announcement)
    await note_started(tools.engine, group.key, group.head_sha)
    run = await tools.groups.start(group, own.confirm)
    members = await tools.groups.members(group)
    judged = [await _judge(group, member, tools, own) for member in members]
    await tools.groups.publish(group, run, judged, own.confirm)
    await note_completed(tools.engine, group.key, group.head_sha)
    return "reviewed"


async def tell_group_unfinished(announcement: DeliveryId, group: MergeGroup, tools: Tools, reason: str) -> None:
    """Complete the check run of a group whose review was given up.

    Raises:
        as `review_group`.
    """
    await wait_for_pause(tools.engine, group.key)
    own = await claim_group(tools.engine, announcement)
    await tools.groups.publish_unfinished(group, reason, own.confirm)
    await note_completed(tools.engine, group.key, group.head_sha)


async def close_group(group: MergeGroup, tools: Tools) -> str:
    """Complete the check run that an overtaken job left in progress on a group that is gone.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    if not await is_open(tools.engine, group.key, group.head_sha):
        return "nothing to close"
    await wait_for_pause(tools.engine, group.key)
    await tools.groups.publish_destroyed(group)
    await note_completed(tools.engine, group.key, group.head_sha)
    return "closed"


async def _judge(group: MergeGroup, member: GroupMember, tools: Tools, own: GroupClaim) -> JudgedMember:
    """The member's change in the queue, with the sign-offs that its pull request has."""
    read = await tools.groups.material(group, member)
    pull_request = group.repository.pull_request(member.number)
    if read is None:
        raise Superseded(f"{group.repository.full_name}#{member.number} is gone.")
    await own.confirm()
    prepared = await asyncio.to_thread(prepare, read.material, tools.rules)
    more = partial(tools.groups.unchanged_files, group, read.material)
    analysis = await analysed(tools.analyse, prepared, more, own.confirm)
    report = await asyncio.to_thread(conclude, prepared, analysis, tools.rules, datetime.now(UTC).date())
    review = settling(read.around, prepared.policy, report, basis(prepared, analysis, report), None)
    # People signed, and let pass, the head of the pull request; what binds them is the boundary's hash.
    at_pull_head = structs.replace(review, at=replace(review.at, head_sha=read.around.head_sha))
    ledger = await tools.sign_offs.ledger(pull_request)
    report, signing = await settled(tools.people, pull_request, at_pull_head, ledger, report)
    return JudgedMember(member.number, report, signing)
