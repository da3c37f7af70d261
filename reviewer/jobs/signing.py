"""Sign-offs settled at a head: who is asked, who made the change, what stands; shared by reviews and acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import Superseded
from reviewer.domain.policy import Policy
from reviewer.domain.report import Report
from reviewer.domain.signoff.bars import Makers, doubtful_merges, with_clean_merges
from reviewer.domain.signoff.people import Account
from reviewer.domain.signoff.policy import requirement
from reviewer.domain.signoff.records import Ledger
from reviewer.domain.signoff.settlement import Settlement
from reviewer.domain.signoff.shown import Basis
from reviewer.domain.signoff.state import AtHead, Signing, settle
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.domain.verdict import with_signing
from reviewer.ports import People


class Settling(Struct, frozen=True):
    """A review that is about to be settled: its boundaries, and what else its verdict hangs on."""

    at: AtHead
    mode: Literal["gate", "observe"]
    config_ok: bool


async def boundaries_at(
    people: People, pull_request: PullRequestKey, policy: Policy, report: Report, basis: Basis, review_id: int | None
) -> Settling:
    """The boundaries of a report that was just made, with all that decides about their sign-offs.

    Raises:
        Superseded: the pull request has another head, or is gone.
    """
    around = await people.surroundings(pull_request, report.head)
    if around is None:
        raise Superseded(f"{pull_request.repository}#{pull_request.number} is gone.")
    return settling(around, policy, report, basis, review_id)


def settling(around: Surroundings, policy: Policy, report: Report, basis: Basis, review_id: int | None) -> Settling:
    """The same, from what is known."""
    at = AtHead(
        head_sha=report.head,
        boundaries=report.boundaries,
        parts=basis.parts,
        requirements={it.area: requirement(it, policy, around.owners, around.owner) for it in report.boundaries},
        makers=around.makers,
        review_id=review_id,
        allow_author=policy.sign_off.allow_author,
        draft=around.draft,
    )
    return Settling(at, policy.mode, basis.config_ok)


async def settled(
    people: People, pull_request: PullRequestKey, review: Settling, ledger: Ledger, report: Report
) -> tuple[Report, Signing]:
    """The report with its sign-offs, and what is to be said about them."""
    signers = [one.signer.account for one in ledger.standing()]
    makers = await makers_seen_through(people, pull_request, review.at.makers, signers)
    signing = settle(replace(review.at, makers=makers), ledger)
    return with_signing(report, signing, config_ok=review.config_ok, mode=review.mode), signing


def settlement(review: Settling, report: Report, signing: Signing) -> Settlement:
    """What is published of a settled review, for the records."""
    return Settlement(report.verdict, signing, review.mode, review.config_ok)


async def makers_seen_through(
    people: People, pull_request: PullRequestKey, makers: Makers, accounts: Iterable[Account]
) -> Makers:
    """The makers, with the merges by GitHub looked into where one of these accounts stands behind them."""
    doubtful = doubtful_merges(makers, {account.key for account in accounts})
    if not doubtful:
        return makers
    return with_clean_merges(makers, await people.clean_merges(pull_request, doubtful))
