"""Boundaries, sign-offs and pushes as their tables want them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from reviewer.domain.report import Boundary, Report, Verdict
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.settlement import PullRequestRecord, ReviewedPush
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.render.summary import VERDICT_WORDS, signers
from reviewer.web.pages.addresses import Link, Site

_WAYS: Final = {"review": "approving review", "command": "comment", "button": "button"}


class SignOffView(Struct, frozen=True):
    """One sign-off of one boundary, and what became of it; `head` is what the person was shown."""

    who: str
    way: str
    at: datetime
    head: Link
    became: str
    cause: str
    reason: str


class BoundaryView(Struct, frozen=True):
    """One boundary: who may sign it, who did; `needs` is "" where nobody is missing."""

    area: str
    status: str
    content_hash: str
    needs: str
    eligible: Sequence[str]
    paths: Sequence[str]
    findings: Sequence[Link]
    sign_offs: Sequence[SignOffView]


class PushView(Struct, frozen=True):
    """One push, as it stood when it was last settled; `known` is False where nothing was kept of its sign-offs."""

    head: Link
    head_sha: str
    at: datetime
    verdict: Verdict
    says: str
    boundaries: Sequence[BoundaryView]
    bypass: str
    known: bool


class NotCountedView(Struct, frozen=True):
    """Somebody whose sign-off does not count, and why; `at` is the head, or nowhere for all of them."""

    who: str
    why: str
    at: Link


def unsettled(report: Report) -> Signing:
    """What a report alone says of its boundaries, for reviews from before settlements were kept."""
    return Signing(tuple(AreaState(it, _missing(it), ()) for it in report.boundaries))


def boundary_views(signing: Signing, site: Site, findings: Mapping[str, Link]) -> tuple[BoundaryView, ...]:
    """The boundaries in their order."""
    return tuple(_boundary(state, site, findings) for state in signing.areas)


def push_views(record: PullRequestRecord, site: Site) -> tuple[PushView, ...]:
    """The pushes, newest first."""
    return tuple(_push(it, site) for it in record.pushes)


def not_counted_views(record: PullRequestRecord, signing: Signing, site: Site) -> tuple[NotCountedView, ...]:
    """Attempts that did not count, each once: at the present head first, then those that were refused before."""
    now = [NotCountedView(who, why, Link("")) for who, why in signing.not_counted]
    before = [
        NotCountedView(it.account.login, it.why, site.commit(it.head_sha))
        for it in reversed(record.refused)
        if it.head_sha != record.report.head
    ]
    return tuple(dict.fromkeys([*now, *before]))


def how_to_sign(signing: Signing) -> str:
    """The command for everything that is open; "" where nothing is."""
    areas = " ".join(state.boundary.area.value for state in signing.open_areas)
    return f"/holdfast sign-off {areas} REASON" if areas and signing.bypass is None else ""


def _boundary(state: AreaState, site: Site, findings: Mapping[str, Link]) -> BoundaryView:
    own, missing = state.boundary, state.missing
    return BoundaryView(
        area=own.area.value,
        status=own.status,
        content_hash=own.content_hash[:12],
        needs="" if missing is None else signers(missing.count, missing.eligible, str),
        eligible=own.eligible,
        paths=own.paths,
        findings=tuple(findings[it] for it in own.findings if it in findings),
        sign_offs=tuple(_sign_offs(state.states, site)),
    )


def _sign_offs(states: Sequence[SignOffState], site: Site) -> Iterator[SignOffView]:
    for state in reversed(states):
        given = state.given
        yield SignOffView(
            who=given.signer.account.login,
            way=_WAYS[given.origin.way],
            at=given.at,
            head=site.commit(given.head_sha),
            became=state.became,
            cause=state.cause,
            reason=given.reason,
        )


def _push(push: ReviewedPush, site: Site) -> PushView:
    signing = push.settlement.signing if push.settlement is not None else Signing()
    bypass = signing.bypass
    return PushView(
        head=site.commit(push.head_sha),
        head_sha=push.head_sha,
        at=push.at,
        verdict=push.verdict,
        says=VERDICT_WORDS[push.verdict],
        boundaries=boundary_views(signing, site, {}),
        bypass="" if bypass is None else f"{bypass.by.login}: {bypass.reason or 'no reason given'}",
        known=push.settlement is not None,
    )


def _missing(boundary: Boundary) -> Missing | None:
    if boundary.status in {"signed", "carried"}:
        return None
    return Missing(max(1, boundary.required_signoffs - len(boundary.signoffs)), boundary.eligible)
