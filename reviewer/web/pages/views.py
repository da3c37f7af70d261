"""A pull request's record as its template wants it: links and words, nothing decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.report import ReportedFile, Verdict
from reviewer.domain.signoff.settlement import PullRequestRecord, Settlement
from reviewer.render.reasons import Reason, reasons
from reviewer.render.summary import VERDICT_WORDS, headline
from reviewer.web.pages.addresses import Link, Site
from reviewer.web.pages.decay.pushes_view import DecayView, decay_view
from reviewer.web.pages.finding_view import FindingView, anchors, finding_views
from reviewer.web.pages.signing_view import (
    BoundaryView,
    NotCountedView,
    PushView,
    boundary_views,
    how_to_sign,
    not_counted_views,
    push_views,
    unsettled,
)


class PullRequestView(Struct, frozen=True):
    """The whole page.

    Attributes:
        at: UTC, when the newest review was kept.
        how_to_sign: a command; "" where nothing waits.
    """

    repository: str
    pull_request: Link
    head: Link
    base: Link
    at: datetime
    verdict: Verdict
    verdict_words: str
    headline: str
    tree: Reason
    boundaries: Sequence[BoundaryView]
    how_to_sign: str
    draft: bool
    author_may_sign: bool
    notes: Sequence[str]
    findings: Sequence[FindingView]
    more_findings: int
    skipped: Sequence[ReportedFile]
    decay: DecayView
    pushes: Sequence[PushView]
    more_pushes: int
    not_counted: Sequence[NotCountedView]
    tool: str


def view_of(record: PullRequestRecord, cycles: Sequence[RecordedCycle], web_url: str) -> PullRequestView:
    """Everything that the page of a pull request shows."""
    report, newest = record.report, record.newest
    site = Site(record.repository, web_url)
    settled = newest.settlement or Settlement(newest.verdict, unsettled(report), "gate", config_ok=True)
    signing = settled.signing
    now = replace(report, boundaries=tuple(state.boundary for state in signing.areas), verdict=newest.verdict)
    findings = finding_views(report, site)
    return PullRequestView(
        repository=record.repository,
        pull_request=site.pull_request(record.number),
        head=site.commit(report.head),
        base=site.commit(report.base),
        at=newest.at,
        verdict=newest.verdict,
        verdict_words=VERDICT_WORDS[newest.verdict],
        headline=headline(now),
        tree=reasons(report, settled),
        boundaries=boundary_views(signing, site, anchors(report)),
        how_to_sign=how_to_sign(signing),
        draft=signing.draft,
        author_may_sign=signing.author_may_sign,
        notes=report.notes,
        findings=findings,
        more_findings=len(report.findings) - len(findings),
        skipped=tuple(file for file in report.files if file.skipped is not None),
        decay=decay_view(cycles),
        pushes=push_views(record, site),
        more_pushes=record.more_pushes,
        not_counted=not_counted_views(record, signing, site),
        tool=f"{report.tool.name} {report.tool.version}",
    )
