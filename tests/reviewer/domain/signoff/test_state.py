"""What becomes of a sign-off: signed, kept, carried, void, withdrawn, each with its cause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.kit import Area
from reviewer.domain.boundaries import BoundaryPart
from reviewer.domain.report import Boundary
from reviewer.domain.sign_off_rule import SignOffRule
from reviewer.domain.signoff.bars import CommitPeople, Makers
from reviewer.domain.signoff.records import Bypassed, Ledger, SignOffGiven, SignOffRefused, SignOffWithdrawn
from reviewer.domain.signoff.requirement import Requirement
from reviewer.domain.signoff.state import AtHead, settle, what_changed
from tests.people import MOMENT, account, given, signer

NOW, BEFORE = "a" * 40, "b" * 40
REFUND, LISTING = BoundaryPart("refund", "d1"), BoundaryPart("listing", "d2")
BOUNDARY = Boundary(Area.AUTH, "h1", ("a.py",), (), 1, (), (), "open")
AT = AtHead(
    head_sha=NOW,
    boundaries=(BOUNDARY,),
    parts={Area.AUTH: (REFUND,)},
    requirements={Area.AUTH: Requirement("acme", SignOffRule(), (), 1)},
    makers=Makers("ana", author_is_bot=False, commits=()),
    review_id=1,
)
BO = signer("bo")


def became(one: SignOffGiven, at: AtHead = AT, withdrawn: tuple[SignOffWithdrawn, ...] = ()) -> tuple[str, str, str]:
    """Status of the boundary; state and cause of the sign-off."""
    (area,) = settle(at, Ledger(given=(one,), withdrawn=withdrawn)).areas
    (state,) = area.states
    assert (area.missing is None) is state.counts
    return area.boundary.status, state.became, state.cause


def test_without_a_sign_off_it_waits() -> None:
    signing = settle(AT, Ledger())
    assert [state.boundary.status for state in signing.areas] == ["open"]
    assert signing.open_areas == signing.areas


def test_signed() -> None:
    assert became(given(BO)) == ("signed", "signed", "")
    assert settle(AT, Ledger(given=(given(BO),))).areas[0].boundary.signoffs == ("bo",)


def test_kept_by_another_review_of_the_same_head() -> None:
    assert became(given(BO), replace(AT, review_id=2)) == ("signed", "kept", "the same head was reviewed again")


def test_carried_over_a_push_that_leaves_the_boundary_alone() -> None:
    status, state, cause = became(given(BO, head_sha=BEFORE))
    assert (status, state) == ("carried", "carried")
    assert cause == "boundary unchanged since bbbbbbb"


def test_void_when_the_boundary_is_another_one() -> None:
    old = given(BO, head_sha=BEFORE, content_hash="h0", parts=(BoundaryPart("refund", "d0"),))
    assert became(old) == ("void", "void", "refund changed")


def test_a_push_voids_its_own_area_alone() -> None:
    other = replace(BOUNDARY, area=Area.TENANCY, content_hash="t1")
    at = replace(
        AT,
        boundaries=(BOUNDARY, other),
        parts={**AT.parts, Area.TENANCY: ()},
        requirements={**AT.requirements, Area.TENANCY: AT.requirements[Area.AUTH]},
    )
    ledger = Ledger(
        given=(
            given(BO, 1, content_hash="h0", head_sha=BEFORE),
            given(BO, 2, area=Area.TENANCY, content_hash="t1", head_sha=BEFORE),
        )
    )
    assert [state.boundary.status for state in settle(at, ledger).areas] == ["void", "carried"]


def test_void_once_the_signer_pushes_a_commit() -> None:
    makers = Makers("ana", author_is_bot=False, commits=(CommitPeople("9" * 40, ("bo",), "bo"),))
    assert became(given(BO), replace(AT, makers=makers)) == ("void", "void", "bo wrote 9999999")


def test_void_once_the_configuration_names_others() -> None:
    at = replace(AT, requirements={Area.AUTH: Requirement("acme", SignOffRule(users=("cy",)), (), 1)})
    status, state, cause = became(given(BO), at)
    assert (status, state) == ("void", "void")
    assert "configuration" in cause


def test_withdrawn_is_as_if_it_had_never_been() -> None:
    gone = SignOffWithdrawn(given(BO).id, "the review was dismissed", account("cy"), MOMENT)
    assert became(given(BO), withdrawn=(gone,)) == ("open", "withdrawn", "the review was dismissed")


def test_withdrawing_another_one_changes_nothing() -> None:
    gone = SignOffWithdrawn(given(BO, 7).id, "revoked", account("cy"), MOMENT)
    assert became(given(BO), withdrawn=(gone,))[0] == "signed"


def test_signing_again_after_a_withdrawal_counts() -> None:
    gone = SignOffWithdrawn(given(BO, 1).id, "revoked", account("bo"), MOMENT)
    signing = settle(AT, Ledger(given=(given(BO, 1), given(BO, 2)), withdrawn=(gone,)))
    assert signing.areas[0].boundary.status == "signed"


def test_one_person_twice_is_one_person() -> None:
    at = replace(AT, requirements={Area.AUTH: Requirement("acme", SignOffRule(), (), 2)})
    signing = settle(at, Ledger(given=(given(BO, 1), given(BO, 2))))
    assert signing.areas[0].boundary.status == "open"
    assert signing.areas[0].boundary.signoffs == ("bo",)
    assert settle(at, Ledger(given=(given(BO, 1), given(signer("cy"), 2)))).open_areas == ()


def test_a_boundary_that_comes_back_finds_its_sign_off_again() -> None:
    assert became(given(BO, head_sha=BEFORE))[1] == "carried"


def test_refused_attempts_are_shown_for_their_head_alone() -> None:
    refused = tuple(
        SignOffRefused(Area.AUTH, head, account(login), why)
        for head, login, why in ((BEFORE, "cy", "old"), (NOW, "ana", "opened this pull request"), (NOW, "bo", "no"))
    )
    signing = settle(AT, Ledger(given=(given(BO),), refused=refused))
    assert signing.not_counted == (("ana", "opened this pull request"),)


def test_a_bypass_holds_for_its_head_alone() -> None:
    one = Bypassed(NOW, account("cy"), "incident", MOMENT)
    assert settle(AT, Ledger(bypassed=(one,))).bypass == one
    assert settle(AT, Ledger(bypassed=(replace(one, head_sha=BEFORE),))).bypass is None


@pytest.mark.parametrize(
    ("signed", "now", "words"),
    [
        ((REFUND,), (REFUND, LISTING), "listing is new"),
        ((REFUND, LISTING), (REFUND,), "listing is gone"),
        ((REFUND,), (replace(REFUND, digest="d9"), LISTING), "refund changed, listing is new"),
        ((), tuple(BoundaryPart(f"u{n}", f"{n}") for n in range(5)), "u0 is new, u1 is new, u2 is new and 2 more"),
        ((), (), "it holds other code"),
    ],
)
def test_what_changed_is_said(signed: tuple[BoundaryPart, ...], now: tuple[BoundaryPart, ...], words: str) -> None:
    assert what_changed(signed, now) == words
