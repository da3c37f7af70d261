"""The job of an announcement: finds the pull requests that it concerns, and queues what each of them needs.

What is queued for a pull request is a delivery of its own, named after the announcement: a job that runs twice queues
nothing twice.
"""

from __future__ import annotations

from typing import Final, assert_never
from uuid import UUID, uuid5

import structlog
from procrastinate import App
from sqlalchemy import select

from reviewer.config import PATHS
from reviewer.domain.announcement import (
    AccessGained,
    AccessLost,
    Announcement,
    BaseMoved,
    ChecksAsked,
    DefaultsMoved,
    GroupDestroyed,
    MergeGroup,
    News,
    RepositoryMoved,
)
from reviewer.domain.base_push import asks_for_recheck, changes_policy, may_concern
from reviewer.domain.delivery import Delivery, DeliveryId, PullRequestKey, Work
from reviewer.domain.report import Report
from reviewer.domain.survey import OpenHead
from reviewer.jobs.accept import accept
from reviewer.jobs.access import cancel_waiting, move_waiting
from reviewer.jobs.announcements import group_at
from reviewer.jobs.group_job import close_group
from reviewer.jobs.heads import goes_to
from reviewer.jobs.queue import BACKGROUND, MERGE_GROUP, QUEUE
from reviewer.jobs.review_job import Tools, wait_for_pause
from reviewer.jobs.statements import execute
from reviewer.jobs.sweeps import REPOSITORIES_AT_ONCE, queue_sweep
from reviewer.jobs.tables import PullHeadRow
from reviewer.jobs.tracing import carried

MOST_RECHECKS: Final = 50
"""Open pull requests that one push to their base is looked at for, the newest first."""
MOST_RECHECKS_OF_ALL: Final = 200
"""Open pull requests that are looked at when the organisation's configuration changes."""
_MIGRATIONS: Final = "migrations"
_log = structlog.get_logger(__name__)


async def work_announcement(announcement: Announcement, tools: Tools, queue: App) -> str:
    """Work an announcement off; say how it ended.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    news = tools.read_news(announcement)
    return "no news" if news is None else await _work(announcement, news, tools, queue)


async def _work(announcement: Announcement, news: News, tools: Tools, queue: App) -> str:
    match news:
        case MergeGroup():
            await _queue_group(announcement.id, announcement, queue)
        case GroupDestroyed(group):
            return await close_group(group, tools)
        case ChecksAsked():
            await _ask_again(announcement, news, tools, queue)
        case BaseMoved():
            await _recheck(announcement, news, tools, queue)
        case DefaultsMoved(push):
            await _keep_reverts(push, tools)
            await _recheck_all(announcement, push.repository.installation, tools, queue)
        case AccessGained(installation, repositories):
            await queue_sweep(queue, installation, repositories, str(announcement.id))
        case AccessLost(installation, repositories):
            await cancel_waiting(tools.engine, installation, repositories)
        case RepositoryMoved(repository):
            await move_waiting(tools.engine, repository)
        case _:
            assert_never(news)
    return "queued"


async def _queue_group(group: DeliveryId, announcement: Announcement, queue: App) -> None:
    task = queue.configure_task(MERGE_GROUP, queue=QUEUE, lock=announcement.lock)
    await task.defer_async(announcement_id=str(group), **carried())


async def _ask_again(announcement: Announcement, asked: ChecksAsked, tools: Tools, queue: App) -> None:
    """Review what stands at a commit: its merge group, the pull requests that GitHub names, those that we know."""
    group = await group_at(tools.engine, asked.repository.id, asked.head_sha)
    if group is not None:
        await _queue_group(group, announcement, queue)
    known = select(PullHeadRow.number).where(
        PullHeadRow.repository_id == asked.repository.id, PullHeadRow.head_sha == asked.head_sha
    )
    numbers = {*asked.numbers, *(await execute(tools.engine, known)).scalars().all()}
    for number in sorted(numbers):
        pull_request = asked.repository.pull_request(number)
        delivery = derived(announcement, pull_request, asked.head_sha, "review")
        await accept(delivery, queue)


async def _recheck(announcement: Announcement, moved: BaseMoved, tools: Tools, queue: App) -> None:
    """Keep what the push takes back, and look again at the pull requests that it may say something new about.

    GitHub is asked if we know of any that goes there.
    """
    await _keep_reverts(moved, tools)
    if moved.paths is not None and not may_concern(moved.paths, PATHS):
        return
    if not await goes_to(tools.engine, moved.repository.id, moved.branch):
        return
    await wait_for_pause(tools.engine, moved.repository.pull_request(0))
    concerned = [
        head
        for head in await tools.survey.heads_onto(moved.repository, moved.branch)
        if _concerns(moved, await _last_report(tools, head))
    ]
    if len(concerned) > MOST_RECHECKS:
        _log.warning("not every pull request is rechecked", left_out=len(concerned) - MOST_RECHECKS)
    for head in concerned[:MOST_RECHECKS]:
        delivery = derived(announcement, head.pull_request, head.head_sha, "recheck")
        await accept(delivery, queue, priority=BACKGROUND)


async def _keep_reverts(moved: BaseMoved, tools: Tools) -> None:
    if moved.reverts:
        await tools.records.add_reverts(moved.repository.id, moved.reverts)


async def _recheck_all(announcement: Announcement, installation: int, tools: Tools, queue: App) -> None:
    """Look again at every open pull request of an installation that was reviewed."""
    await wait_for_pause(tools.engine, PullRequestKey(installation, 0, "", 0))
    repositories = await tools.survey.repositories(installation)
    left = MOST_RECHECKS_OF_ALL
    for start in range(0, len(repositories), REPOSITORIES_AT_ONCE):
        for head in await tools.survey.open_heads(repositories[start : start + REPOSITORIES_AT_ONCE]):
            if await _last_report(tools, head) is None:
                continue  # it will meet the new configuration anyhow
            if left == 0:
                _log.warning("not every pull request is rechecked", installation=installation)
                return
            delivery = derived(announcement, head.pull_request, head.head_sha, "recheck")
            await accept(delivery, queue, priority=BACKGROUND)
            left -= 1


async def _last_report(tools: Tools, head: OpenHead) -> Report | None:
    shown = await tools.sign_offs.shown_at(head.pull_request, head.head_sha)
    return None if shown is None else shown.report


def _concerns(moved: BaseMoved, report: Report | None) -> bool:
    """Whether a push concerns a pull request: one that is not reviewed yet will meet the new base anyhow."""
    if report is None:
        return False
    if moved.paths is None or changes_policy(moved.paths, PATHS):
        return True
    migrations = [file.path for file in report.files if any(it.area.value == _MIGRATIONS for it in file.areas)]
    return asks_for_recheck(migrations, moved.paths)


def derived(announcement: Announcement, pull_request: PullRequestKey, head_sha: str, work: Work) -> Delivery:
    """What an announcement asks of one pull request: the same each time, whoever works it off."""
    return Delivery(
        id=derived_id(announcement.id, pull_request, head_sha),
        event=announcement.event,
        action=announcement.action,
        pull_request=pull_request,
        head_sha=head_sha,
        body=b"{}",
        work=work,
    )


def derived_id(cause: UUID, pull_request: PullRequestKey, head_sha: str) -> DeliveryId:
    """A GUID of our own for what follows from `cause`."""
    return DeliveryId(uuid5(cause, f"{pull_request.repository_id}/{pull_request.number}/{head_sha}"))
