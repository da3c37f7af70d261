"""Which merged changes were taken back, and the counts of a replay."""

import pytest

from checks.kit import Action
from reviewer.domain.replay import MergedChange, Replayed, Said, Share, reverts, totals
from reviewer.domain.report import Verdict

SHA = "0123456789abcdef0123456789abcdef01234567"


def change(sha: str, message: str) -> MergedChange:
    return MergedChange(sha, "f" * 40, "2026-01-02", message)


def result(sha: str, verdict: Verdict | None, *actions: Action, inline: bool = False) -> Replayed:
    said = tuple(Said(f"auth/{action}", action, inline, "a.py", 1, "t") for action in actions)
    return Replayed(sha, verdict, complete=True, to_sign=(), said=said, agent=None)


@pytest.mark.parametrize(
    ("message", "subject", "number"),
    [
        ("Simplify refunds (#12)\n\nBody", "Simplify refunds (#12)", 12),
        ("Merge pull request #12 from a/b\n\nSimplify refunds", "Simplify refunds (#12)", 12),
        ("Fix #12 in refunds", "Fix #12 in refunds", None),
        ("Simplify refunds", "Simplify refunds", None),
        ("", "", None),
    ],
)
def test_what_a_merged_change_is_called(message: str, subject: str, number: int | None) -> None:
    merged = change(SHA, message)
    assert (merged.subject, merged.number) == (subject, number)


@pytest.mark.parametrize(
    "message",
    [
        f'Revert "Simplify refunds"\n\nThis reverts commit {SHA}.',
        f'Revert "Simplify refunds"\n\nThis reverts commit {SHA[:10]}, reversing\nchanges made to x.',
        'Revert "Simplify refunds" (#13)\n\nReverts acme/shop#12',
        "Merge pull request #13 from a/b\n\nReverts #12",
    ],
)
def test_a_change_that_was_taken_back(message: str) -> None:
    later = change("b" * 40, message)
    assert reverts([later, change(SHA, "Simplify refunds (#12)")]) == {SHA: "b" * 40}


@pytest.mark.parametrize(
    "message",
    [
        f"Explain {SHA}",
        f"We do not say: This reverts commit {SHA}",
        "Follow-up of #12",
        "It reverts to #12",
        "This reverts commit 01",
        "",
    ],
)
def test_what_takes_nothing_back(message: str) -> None:
    assert reverts([change("b" * 40, message), change(SHA, "Simplify refunds (#12)")]) == {}


def test_nothing_takes_back_itself() -> None:
    assert reverts([change(SHA, f"Again (#12)\n\nReverts #12\nThis reverts commit {SHA}.")]) == {}


def test_the_numbers() -> None:
    numbers = totals(
        [
            result("a", "action_required", Action.SIGN_OFF, inline=True),
            result("b", "neutral", Action.WARN),
            result("c", "success", Action.NOTE),
            result("d", "success"),
            result("e", None),
        ],
        {"a": "x", "d": "y", "e": "z"},
    )
    assert numbers.held == Share(1, 4)
    assert numbers.inline == Share(1, 4)
    assert numbers.silent == Share(2, 4)
    assert numbers.not_reviewed == 1
    assert numbers.reverted_held == Share(1, 2)
    assert numbers.by_check == (("auth/sign-off", 1), ("auth/warn", 1))


def test_numbers_of_nothing() -> None:
    assert totals([], {}).held == Share(0, 0)
