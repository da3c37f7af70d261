"""The job of what may have changed a review from outside: judged again, and told only if it says something else."""

from __future__ import annotations

from dataclasses import replace

from reviewer.jobs.deliveries import KeptDelivery
from reviewer.jobs.heads import claim
from reviewer.jobs.merges import note_merge
from reviewer.jobs.review_job import Outcome, Tools, close_outdated, finish, judge, review_pull_request, wait_for_pause
from reviewer.jobs.started_checks import is_open, note_started


async def recheck_pull_request(kept: KeptDelivery, tools: Tools) -> Outcome:
    """Look whether the review of the present head would say something else by now; publish it only then.

    A head without a finished review gets one: whoever was about to make it has been overtaken by this very job.

    Raises:
        as `review_pull_request`.
    """
    pull_request = kept.delivery.pull_request
    await wait_for_pause(tools.engine, pull_request)
    own = await claim(tools.engine, pull_request, kept.generation)
    head_sha = await tools.host.head_of(pull_request)
    if head_sha is None:
        await close_outdated(tools, own, newest=None)
        await note_merge(pull_request, tools.host, tools.people, tools.records, tools.rules.keys())
        return "closed"
    shown = await tools.sign_offs.shown_at(pull_request, head_sha)
    if shown is None or await is_open(tools.engine, pull_request, head_sha):
        return await review_pull_request(kept, tools)
    await own.move_to(head_sha)
    judged = await judge(tools, own, head_sha, shown.review_id)
    # How long it took is the one thing that differs each time.
    as_before = replace(judged.report, timing=shown.report.timing)
    if await tools.host.is_shown(pull_request, shown, as_before, judged.signing):
        return "unchanged"
    await note_started(tools.engine, pull_request, head_sha)
    run = await tools.host.start_check(pull_request, head_sha, own.confirm)
    await finish(kept, tools, own, run, judged)
    return "reviewed"
