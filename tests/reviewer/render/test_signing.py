"""Sign-offs in the check run and in the reply: who is needed, who is not counted, and nothing of it formats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.kit import Area
from reviewer.domain.report import Boundary
from reviewer.domain.signoff.records import Bypassed
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.render.limits import GITHUB_TEXT, size
from reviewer.render.markdown.answers import answer_text, mistake, unknown_check
from reviewer.render.markdown.signing import carried_since, first_lines, needs, signing_fold, voided
from tests.people import MOMENT, account, given, signer
from tests.reviewer.render.attacks import ATTACKS
from tests.reviewer.render.github import Rendered

BOUNDARY = Boundary(Area.AUTH, "h" * 64, ("a.py",), (), 1, ("@sec",), (), "open")
OPEN = AreaState(BOUNDARY, Missing(1, ("@sec", "bo")), ())
TENANCY = replace(OPEN, boundary=replace(BOUNDARY, area=Area.TENANCY))
SIGNED = replace(
    OPEN, missing=None, states=(SignOffState(given(signer("bo")), "carried", "boundary unchanged since x"),)
)


def test_who_can_unblock_stands_on_top_and_equal_wants_together() -> None:
    assert needs(Signing((OPEN, TENANCY))) == "1 of `@sec`, `bo` for auth, tenancy"
    other = replace(TENANCY, missing=Missing(2, ("anyone with write access",)))
    assert needs(Signing((OPEN, other))) == "1 of `@sec`, `bo` for auth · 2 people with write access for tenancy"


def test_attempts_that_do_not_count_are_named_and_the_rest_counted() -> None:
    signing = Signing((OPEN,), not_counted=tuple((f"u{n}", "is a bot") for n in range(5)))
    (line,) = first_lines(signing)
    assert "Not counted: `u0` (is a bot), `u1` (is a bot), `u2` (is a bot) and 2 more" in line


@pytest.mark.parametrize("signing", [Signing(), Signing((SIGNED,))])
def test_where_nobody_is_needed_nothing_stands_on_top(signing: Signing) -> None:
    assert first_lines(signing) == []


def test_a_bypass_stands_in_place_of_the_need() -> None:
    signing = Signing((OPEN,), bypass=Bypassed("a" * 40, account("dee"), "incident", MOMENT))
    assert first_lines(signing) == ["Bypassed by `dee`: incident"]


def test_only_a_carried_sign_off_says_since_when() -> None:
    assert carried_since(Signing((SIGNED,)), Area.AUTH) == ", boundary unchanged since x"
    assert carried_since(Signing((SIGNED,)), Area.TENANCY) == ""
    assert carried_since(Signing((OPEN,)), Area.AUTH) == ""
    assert carried_since(None, Area.AUTH) == ""


def test_a_void_sign_off_says_why_while_its_boundary_waits() -> None:
    void = (
        SignOffState(given(signer("bo")), "void", "pay changed"),
        SignOffState(given(signer("cy")), "withdrawn", "x"),
    )
    assert voided(Signing((replace(OPEN, states=void),))) == "auth (`bo`: pay changed)"
    assert voided(Signing((replace(SIGNED, states=void),))) == ""
    assert voided(Signing((OPEN,))) == ""


def test_without_boundaries_there_is_no_fold() -> None:
    assert signing_fold(Signing(), 5_000) == ""


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_foreign_word_formats_links_or_pings(attack: str) -> None:
    one = replace(given(signer(f"x{attack}")), reason=attack)
    state = AreaState(BOUNDARY, Missing(1, (f"@{attack}",)), (SignOffState(one, "void", attack),))
    bypass = Bypassed("a" * 40, account(f"x{attack}"), attack, MOMENT)
    for signing in (Signing((state,), ((f"x{attack}", attack),)), Signing((state,), bypass=bypass)):
        reply = answer_text(f"x{attack}", [mistake(attack), unknown_check(attack, [attack])], signing)
        for text in ("\n".join(first_lines(signing)), voided(signing), signing_fold(signing, 20_000), reply):
            shown = Rendered(text)
            assert not {"a", "img", "script", "h1"} & set(shown.tags)
            assert "@" not in shown.loose.replace("@sec", "")
            assert "\x1b" not in text
            assert "\u202e" not in text


def test_a_reply_stays_within_githubs_limit() -> None:
    states = tuple(SignOffState(replace(given(signer(f"u{n}")), reason="x " * 500), "signed") for n in range(300))
    text = answer_text("bo", ["done"], Signing((replace(OPEN, states=states),)))
    assert size(text) <= GITHUB_TEXT
