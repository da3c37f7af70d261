"""What became of each sign-off at the present head, and what is still missing: settled anew with every review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.report import Boundary, BoundaryStatus
from reviewer.domain.signoff.bars import Makers, why_not
from reviewer.domain.signoff.people import Account
from reviewer.domain.signoff.records import Bypassed, Ledger, SignOffGiven
from reviewer.domain.signoff.requirement import Missing, Requirement

Became = Literal["signed", "kept", "carried", "void", "withdrawn"]
"""signed at this review; kept by a review of the same head; carried over a push; void; withdrawn."""
_NAMED_PARTS = 3


@dataclass(frozen=True, slots=True)
class SignOffState:
    """One sign-off and what became of it, with the cause in words ("" where there is nothing to say)."""

    given: SignOffGiven
    became: Became
    cause: str = ""

    @property
    def counts(self) -> bool:
        """Whether it still stands for its boundary."""
        return self.became in {"signed", "kept", "carried"}


@dataclass(frozen=True, slots=True)
class AreaState:
    """One boundary with its sign-offs.

    Attributes:
        boundary: with status, signers and who is eligible filled in.
        missing: None when nothing is.
        states: of all sign-offs of the area, oldest first.
    """

    boundary: Boundary
    missing: Missing | None
    states: tuple[SignOffState, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Everything that a check run says about sign-offs.

    Attributes:
        not_counted: who tried to sign the present head or would seem able to, and why it does not count.
        bypass: the bypass of this head, if there is one.
        author_may_sign: whether the configuration lets makers sign their own change.
        draft: whether the pull request is one: it can be signed, but nobody is waited for yet.
    """

    areas: tuple[AreaState, ...] = ()
    not_counted: tuple[tuple[str, str], ...] = ()
    bypass: Bypassed | None = None
    author_may_sign: bool = False
    draft: bool = False

    @property
    def open_areas(self) -> tuple[AreaState, ...]:
        """The boundaries that still wait for somebody."""
        return tuple(state for state in self.areas if state.missing is not None)


@dataclass(frozen=True, slots=True)
class AtHead:
    """The review that sign-offs are settled against.

    Attributes:
        parts: of each boundary.
        requirements: of each boundary.
        review_id: its record; None for a review that is just being made.
    """

    head_sha: str
    boundaries: tuple[Boundary, ...]
    parts: Mapping[Area, tuple[BoundaryPart, ...]]
    requirements: Mapping[Area, Requirement]
    makers: Makers
    review_id: int | None = None
    allow_author: bool = False
    draft: bool = False


def settle(at: AtHead, ledger: Ledger) -> Signing:
    """What all records add up to at this head."""
    areas = tuple(_area(boundary, at, ledger) for boundary in at.boundaries)
    bypass = next((one for one in reversed(ledger.bypassed) if one.head_sha == at.head_sha), None)
    return Signing(areas, tuple(_not_counted(at, ledger)), bypass, at.allow_author, at.draft)


def _area(boundary: Boundary, at: AtHead, ledger: Ledger) -> AreaState:
    requirement = at.requirements[boundary.area]
    states = tuple(_state(one, boundary, at, ledger) for one in ledger.given if one.area is boundary.area)
    counting = {state.given.signer.account.key: state for state in states if state.counts}
    missing = requirement.missing([state.given.signer for state in counting.values()])
    return AreaState(
        replace(
            boundary,
            required_signoffs=requirement.count,
            eligible=requirement.eligible,
            signoffs=tuple(state.given.signer.account.login for state in counting.values()),
            status=_status(missing, states),
        ),
        missing,
        states,
    )


def _status(missing: Missing | None, states: Sequence[SignOffState]) -> BoundaryStatus:
    if missing is None:
        carried = all(state.became == "carried" for state in states if state.counts)
        return "carried" if carried else "signed"
    lost = any(state.became == "void" for state in states) and not any(state.counts for state in states)
    return "void" if lost else "open"


def _state(given: SignOffGiven, boundary: Boundary, at: AtHead, ledger: Ledger) -> SignOffState:
    gone = next((one for one in ledger.withdrawn if one.sign_off == given.id), None)
    if gone is not None:
        return SignOffState(given, "withdrawn", gone.cause)
    if given.content_hash != boundary.content_hash:
        return SignOffState(given, "void", what_changed(given.parts, at.parts[boundary.area]))
    signer = given.signer
    if why := why_not(signer.account, at.makers, allow_author=at.allow_author):
        return SignOffState(given, "void", f"{signer.account.login} {why}")
    if not at.requirements[boundary.area].counts(signer):
        return SignOffState(given, "void", f"the configuration does not let {signer.account.login} sign any more")
    if given.head_sha != at.head_sha:
        return SignOffState(given, "carried", f"boundary unchanged since {given.head_sha[:7]}")
    if given.review_id != at.review_id:
        return SignOffState(given, "kept", "the same head was reviewed again")
    return SignOffState(given, "signed")


def what_changed(signed: Sequence[BoundaryPart], now: Sequence[BoundaryPart]) -> str:
    """Which parts of a boundary are not what was signed, in words: "refund changed, listing is new"."""
    before, after = {part.digest for part in signed}, {part.digest for part in now}
    went = [part.name for part in signed if part.digest not in after]
    came = [part.name for part in now if part.digest not in before]
    words = [
        *(f"{name} changed" for name in dict.fromkeys(came) if name in went),
        *(f"{name} is new" for name in dict.fromkeys(came) if name not in went),
        *(f"{name} is gone" for name in dict.fromkeys(went) if name not in came),
    ]
    more = len(words) - _NAMED_PARTS
    shown = ", ".join(words[:_NAMED_PARTS]) or "it holds other code"
    return shown + (f" and {more} more" if more > 0 else "")


def _not_counted(at: AtHead, ledger: Ledger) -> list[tuple[str, str]]:
    """Attempts at this head, the last word about each account."""
    last: dict[str, tuple[Account, str]] = {}
    for one in ledger.refused:
        if one.head_sha == at.head_sha:
            last[one.account.key] = (one.account, one.why)
    counting = {
        one.signer.account.key
        for one in ledger.standing()
        if one.head_sha == at.head_sha and not why_not(one.signer.account, at.makers, allow_author=at.allow_author)
    }
    return [(account.login, why) for key, (account, why) in last.items() if key not in counting]
