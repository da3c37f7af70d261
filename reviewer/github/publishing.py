"""From a report to what GitHub shows: the desired publication, and its steps carried out one by one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final, assert_never

import structlog
from msgspec import Struct
from msgspec.structs import replace

from checks.kit import Action
from reviewer.domain.conversations import Move, Standing
from reviewer.domain.errors import MissingPermission
from reviewer.domain.publication import (
    Annotate,
    Annotation,
    Button,
    CompleteRun,
    Conclusion,
    Converse,
    CreateRun,
    InlineComment,
    Outcome,
    PostReview,
    Publication,
    RetireRun,
    SettleThreads,
    Shown,
    ShownRun,
    Step,
    plan,
)
from reviewer.domain.report import Report
from reviewer.domain.signoff.state import Signing
from reviewer.github.checks import CheckRuns
from reviewer.github.comments import Patches, inline_comments, post_review
from reviewer.github.converse import Speech, converse
from reviewer.github.names import CHECK_NAME
from reviewer.github.threads import settle
from reviewer.ports import BeforeWrite, Moment
from reviewer.render.annotations import check_annotations
from reviewer.render.markdown import notices
from reviewer.render.markdown.check_run import CheckRunText, check_run_text
from reviewer.render.summary import active

_log: Final = structlog.get_logger(__name__)
SIGN_OFF: Final = Button("Sign off", "Sign every open boundary that you may", "sign-off")


def outcome_of(report: Report, signing: Signing) -> Outcome:
    """How the check run of a report ends; the button is there while somebody has to sign."""
    text = check_run_text(report, signing)
    buttons = (SIGN_OFF,) if signing.open_areas and signing.bypass is None else ()
    return Outcome(report.verdict, text.title, text.summary, text.text, buttons)


def desired_publication(report: Report, patches: Patches, signing: Signing) -> Publication:
    """What GitHub should show of a report."""
    comments = inline_comments(report, patches)
    calling = {one.fingerprint for one in active(report) if one.action is not Action.NOTE}
    return Publication(
        outcome=outcome_of(report, signing),
        annotations=tuple(
            Annotation(one.path, one.start_line, one.end_line, one.level, one.title, one.message)
            for one in check_annotations(report)
        ),
        comments=comments,
        standing=standing_of(report),
        left_out=frozenset(calling - {one.fingerprint for one in comments}),
    )


def standing_of(report: Report) -> Standing:
    """What became of findings; of an incomplete report only the files that it looked at tell that one is gone."""
    found = {one.fingerprint for one in active(report)}
    read = frozenset(one.path for one in report.files if one.skipped is None)
    return Standing(
        head_sha=report.head,
        found=frozenset(found),
        accepted=frozenset(one.fingerprint for one in report.findings) - found,
        read=None if report.complete else read,
    )


def unfinished_publication(reason: str) -> Publication:
    """What it should show of a review that was given up: never success, for nothing was judged."""
    return _bare("action_required", notices.unfinished(reason))


def outdated_publication() -> Publication:
    """What it should show at a head that is no longer the newest."""
    return _bare("cancelled", notices.outdated())


def _bare(conclusion: Conclusion, text: CheckRunText) -> Publication:
    return Publication(Outcome(conclusion, text.title, text.summary, text.text))


class Publisher(Struct):
    """Carries out the steps of one head.

    Attributes:
        shown: what GitHub shows, as far as is known; grows with each step, so that planning again
            after a failure, or a second time, gives only what is missing.
        pull: GraphQL's id of the pull request; "" where there is nothing to say in it.
        completed_at: when the run was completed here for the first time.
    """

    runs: CheckRuns
    shown: Shown
    before_write: BeforeWrite
    pull: str = ""
    completed_at: Moment | None = None

    def shown_since(self) -> Moment:
        """Since when the run says its outcome; now, where nothing was to be written."""
        return self.completed_at or Moment(time.monotonic())

    async def reach(self, desired: Publication) -> None:
        """Take all steps to the desired state.

        The gate comes first: where the App may not comment, the check run stands, and says so.

        Raises:
            Superseded: by `before_write`; what was done stays.
            TryAgain, MissingPermission: as every request.
        """
        for step in plan(desired, self.shown):
            try:
                self.shown = await self._take(step, self.shown, desired.outcome.title)
            except MissingPermission as problem:
                if not isinstance(step, PostReview | Converse):
                    raise
                _log.warning("no comments", why=str(problem), repository=self.runs.key.repository)
                told = replace(desired.outcome, summary=notices.without_comments(desired.outcome.summary, problem))
                self.shown = await self._take(CompleteRun(told, ()), self.shown, told.title)
                return

    async def _take(self, step: Step, shown: Shown, title: str) -> Shown:
        runs, run = self.runs, shown.run
        match step:
            case CreateRun():
                fresh = ShownRun(await runs.create(self.before_write))
                return replace(shown, run=fresh)
            case Annotate(batch):
                run = _begun(run)
                await runs.annotate(run.id, batch, self.before_write)
                return replace(shown, run=ShownRun(run.id, None, run.annotations + batch))
            case CompleteRun(outcome, batch):
                run = _begun(run)
                await runs.complete(run.id, outcome, batch, self.before_write)
                self.completed_at = self.shown_since()
                return replace(shown, run=ShownRun(run.id, outcome, run.annotations + batch))
            case RetireRun(old):
                await runs.retire(old, self.before_write)
                return replace(shown, left_over=tuple(one for one in shown.left_over if one != old))
            case PostReview(comments, left_out):
                body = notices.review_body(title, CHECK_NAME, left_out)
                await post_review(runs.api, runs.key, runs.head_sha, body, comments, self.before_write)
                return _with_review(shown, comments, runs.head_sha)
            case SettleThreads(moves):
                await settle(runs.api, moves, runs.head_sha, self.before_write)
                return _without_threads(shown, moves)
            case Converse(PostReview(comments, left_out), SettleThreads(moves)):
                body = notices.review_body(title, CHECK_NAME, left_out)
                speech = Speech(self.pull, runs.head_sha, body, comments, moves)
                await converse(runs.api, speech, self.before_write)
                return _without_threads(_with_review(shown, comments, runs.head_sha), moves)
            case _:
                assert_never(step)


def _with_review(shown: Shown, comments: Iterable[InlineComment], head_sha: str) -> Shown:
    commented = shown.commented | {one.fingerprint for one in comments}
    return replace(shown, commented=commented, reviewed=shown.reviewed | {head_sha})


def _without_threads(shown: Shown, moves: Iterable[Move]) -> Shown:
    settled = {move.thread for move in moves}
    return replace(shown, threads=tuple(one for one in shown.threads if one.id not in settled))


def _begun(run: ShownRun | None) -> ShownRun:
    if run is None:
        raise AssertionError("a plan begins a run before it is about one")
    return run
