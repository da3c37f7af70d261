"""What an act adds to the records: pure, from what was shown, who acts, and what stands already."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from checks.kit import Area
from reviewer.domain.signoff.acts import ReviewNow
from reviewer.domain.signoff.bars import Makers, why_not
from reviewer.domain.signoff.people import Account, Signer
from reviewer.domain.signoff.records import Ledger, Origin, SignOffGiven, SignOffRefused
from reviewer.domain.signoff.requirement import Requirement
from reviewer.domain.signoff.shown import NewRecords, NewSignOff, ShownReview


class Rules(Struct, frozen=True):
    """What holds for the boundaries of one shown review."""

    requirements: Mapping[Area, Requirement]
    makers: Makers
    allow_author: bool


class Wish(Struct, frozen=True):
    """What somebody wants to sign.

    Attributes:
        areas: only these; empty for all.
    """

    origin: Origin
    areas: tuple[Area, ...] = ()
    reason: str = ""


def sign(signer: Signer, wish: Wish, shown: ShownReview, rules: Rules) -> NewRecords:
    """A sign-off for each boundary that this person may sign, and why not for each other one."""
    given: list[NewSignOff] = []
    refused: list[SignOffRefused] = []
    for boundary in shown.report.boundaries:
        area = boundary.area
        if wish.areas and area not in wish.areas:
            continue
        why = why_not(signer.account, rules.makers, allow_author=rules.allow_author)
        if not why and not rules.requirements[area].counts(signer):
            why = f"{area.value} is for {', '.join(rules.requirements[area].eligible)}"
        if why:
            refused.append(SignOffRefused(area, shown.head_sha, signer.account, why))
        else:
            given.append(
                NewSignOff(
                    area,
                    boundary.content_hash,
                    shown.head_sha,
                    shown.review_id,
                    signer,
                    wish.origin,
                    wish.reason,
                )
            )
    return NewRecords(given=tuple(given), refused=tuple(refused), by=signer.account)


def revoke(account: Account, areas: tuple[Area, ...], ledger: Ledger) -> NewRecords:
    """The end of this person's own sign-offs; of all areas when none is named."""
    own = [one for one in ledger.standing() if one.signer.account.key == account.key]
    chosen = [one for one in own if not areas or one.area in areas]
    return _ended(chosen, f"{account.login} revoked it", account)


def take_back(origin: Origin, cause: str, by: Account, ledger: Ledger) -> NewRecords:
    """The end of what one review or comment gave."""
    return _ended(list(ledger.from_origin(origin)), cause, by)


def review_ends(review: ReviewNow, by: Account, ledger: Ledger) -> NewRecords:
    """What a review that does not approve ends: its own sign-offs, and with a request for changes the earlier ones."""
    own = list(ledger.from_origin(Origin("review", review.number)))
    if review.state == "CHANGES_REQUESTED":
        cause = f"{review.author.login} requested changes"
        own += [
            one
            for one in ledger.standing()
            if one.origin.way == "review" and one.signer.account.key == review.author.key and one not in own
        ]
    else:
        cause = f"{by.login} dismissed the review"
    return _ended(own, cause, by)


def was_given(origin: Origin, ledger: Ledger) -> bool:
    """Whether this very review or comment gave a sign-off before, also one that is withdrawn since."""
    return any(one.origin == origin for one in ledger.given)


def withdrawn_areas(origin: Origin, ledger: Ledger) -> frozenset[Area]:
    """The areas that this very review or comment signed, and that nobody stands for any more by it."""
    signed = {one.area for one in ledger.given if one.origin == origin}
    return frozenset(signed - {one.area for one in ledger.from_origin(origin)})


def _ended(sign_offs: list[SignOffGiven], cause: str, by: Account) -> NewRecords:
    return NewRecords(withdrawn=tuple((one.id, cause) for one in sign_offs), by=by)
