"""Merge groups: which entries lead from base to head, and what the members add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from checks.kit import Area
from reviewer.domain.merge_group import GroupMember, JudgedMember, conclusion_of, entries_between
from reviewer.domain.report import Boundary, Verdict
from reviewer.domain.signoff.records import Bypassed
from reviewer.domain.signoff.requirement import Missing
from reviewer.domain.signoff.state import AreaState, Signing, SignOffState
from reviewer.render.limits import GITHUB_TEXT, size
from reviewer.render.markdown.merge_group import group_text
from tests.people import MOMENT, account, given, signer
from tests.reviewer.render.attacks import ATTACKS
from tests.reviewer.render.github import Rendered
from tests.reviewer.render.reports import QUIET

QUEUE = (GroupMember(1, "main", "a"), GroupMember(2, "a", "b"), GroupMember(3, "b", "c"))


def judged(verdict: Verdict, number: int = 1) -> JudgedMember:
    return JudgedMember(number, replace(QUIET, verdict=verdict), Signing())


@pytest.mark.parametrize(
    ("base", "head", "numbers"),
    [
        ("main", "a", [1]),
        ("main", "c", [1, 2, 3]),
        ("b", "c", [3]),
        ("a", "c", [2, 3]),
        ("a", "a", []),
        ("c", "a", []),
        ("main", "unknown", []),
        ("unknown", "c", []),
    ],
)
def test_the_entries_between_two_commits(base: str, head: str, numbers: list[int]) -> None:
    assert [entry.number for entry in entries_between(QUEUE, base, head)] == numbers


def test_entries_in_a_circle_come_to_an_end() -> None:
    circle = (GroupMember(1, "b", "a"), GroupMember(2, "a", "b"))
    assert entries_between(circle, "main", "a") == ()


@pytest.mark.parametrize(
    ("verdicts", "conclusion"),
    [
        ([], "failure"),
        (["success"], "success"),
        (["success", "success"], "success"),
        (["neutral", "success"], "neutral"),
        (["neutral", "neutral"], "neutral"),
        (["success", "action_required"], "failure"),
        (["action_required"], "failure"),
        (["failure", "neutral"], "failure"),
        (["neutral", "failure", "success"], "failure"),
    ],
)
def test_the_worst_member_decides_and_what_asks_for_action_fails(verdicts: list[Verdict], conclusion: str) -> None:
    assert conclusion_of([judged(verdict) for verdict in verdicts]) == conclusion


def test_a_quiet_group_of_one_says_so_in_its_title() -> None:
    text = group_text([judged("success", 7)])
    assert text.title.startswith("#7: ")
    assert "queue it again" not in text.summary


def test_a_group_of_several_names_them_in_order() -> None:
    text = group_text([judged("success", 7), judged("success", 9)])
    assert text.title == "2 pull requests: #7, #9"
    assert text.summary.index("### #7") < text.summary.index("### #9")


def unsigned(login: str, cause: str, number: int = 7) -> JudgedMember:
    """A member whose boundary somebody signed, but not like this."""
    state = SignOffState(given(signer(login)), "void", cause)
    boundary = Boundary(Area.AUTH, "h" * 64, ("a.py",), (), 1, ("@sec",), (), "void")
    signing = Signing((AreaState(boundary, Missing(1, ("@sec",)), (state,)),))
    return JudgedMember(number, replace(QUIET, verdict="action_required"), signing)


def test_what_differs_from_what_was_signed_is_said_first() -> None:
    text = group_text([unsigned("bo", "pay changed")])
    assert text.title == "Not what was signed: auth of #7"
    assert text.summary.startswith("- `auth` of #7 is not what bo signed: pay changed")


def test_a_bypass_leaves_nothing_to_say_about_what_was_not_signed() -> None:
    member = unsigned("bo", "pay changed")
    passed = structs.replace(
        member, signing=replace(member.signing, bypass=Bypassed("a" * 40, account("dee"), "x", MOMENT))
    )
    assert "Not what was signed" not in group_text([passed]).title


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_foreign_word_formats_links_or_pings(attack: str) -> None:
    text = group_text([unsigned(f"x{attack}", attack)]).summary
    shown = Rendered(text)
    assert not {"a", "img", "script", "h1"} & set(shown.tags)
    assert "@" not in shown.loose
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("members", [10, 2000])
def test_a_huge_group_stays_within_the_limits_of_github_and_counts_the_rest(members: int) -> None:
    text = group_text([unsigned("bo", "x" * 2000, number) for number in range(1, members + 1)])
    assert len(text.title.encode()) <= 255
    assert max(size(text.summary), size(text.text)) <= GITHUB_TEXT
    assert ("more." in text.summary) is (members == 2000)
