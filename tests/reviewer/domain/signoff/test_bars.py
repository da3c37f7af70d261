"""Whoever made a change does not sign it."""

from __future__ import annotations

import pytest

from reviewer.domain.signoff.bars import CommitPeople, Makers, doubtful_merges, starters, why_not, with_clean_merges
from reviewer.domain.signoff.people import Account
from tests.people import account

MAKERS = Makers(
    "Ana",
    author_is_bot=False,
    commits=(
        CommitPeople("1" * 40, ("ana",), "web-flow"),
        CommitPeople("2" * 40, ("bo", "cy"), "dee"),
        CommitPeople("3" * 40, ("fay",), "web-flow", ("5" * 40, "6" * 40), is_clean=True),
        CommitPeople("4" * 40, (), ""),
    ),
    starters=("gil",),
)


@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("ana", "opened this pull request"),
        ("ANA", "opened this pull request"),
        ("bo", "wrote 2222222"),
        ("cy", "co-authored 2222222"),
        ("dee", "committed 2222222"),
        ("gil", "started the agent"),
    ],
)
def test_the_makers_are_barred_and_told_why(login: str, why: str) -> None:
    assert why_not(account(login), MAKERS, allow_author=False) == why


@pytest.mark.parametrize("login", ["hal", "fay", "web-flow", "an", "anna"])
def test_others_are_not(login: str) -> None:
    assert why_not(account(login), MAKERS, allow_author=False) == ""


@pytest.mark.parametrize("login", ["ana", "bo", "gil"])
def test_a_lone_maintainer_may_if_the_configuration_says_so(login: str) -> None:
    assert why_not(account(login), MAKERS, allow_author=True) == ""


@pytest.mark.parametrize("bot", [account("Copilot", is_bot=True), account("renovate[bot]")], ids=["type", "name"])
def test_a_bot_never(bot: Account) -> None:
    assert why_not(bot, MAKERS, allow_author=True) == "is a bot"


def test_who_is_not_listed_bars_everybody() -> None:
    unknown = Makers("ana", author_is_bot=False, commits=(), not_listed=3)
    assert "3 commits" in why_not(account("hal"), unknown, allow_author=False)


@pytest.mark.parametrize(
    ("body", "assignees", "found"),
    [
        ("Requested by @gil", (), ("gil",)),
        ("**Requested by**: @gil in a chat", (), ("gil",)),
        ("- Started by: @gil\n- Triggered by @hal", (), ("gil", "hal")),
        ("", ("gil",), ("gil",)),
        ("Changes requested by the team", (), ()),
        ("As @gil requested by mail", (), ()),
        ("> it was requested by someone", (), ()),
        ("Requested by Gil", (), ()),
    ],
)
def test_who_started_an_agent(body: str, assignees: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert starters(body, assignees, author_is_bot=True) == found
    assert starters(body, assignees, author_is_bot=False) == ()


def test_a_merge_of_the_base_bars_until_it_is_known_to_be_clean() -> None:
    merge = CommitPeople("7" * 40, ("hal",), "web-flow", ("5" * 40, "6" * 40))
    makers = Makers("ana", author_is_bot=False, commits=(merge, CommitPeople("8" * 40, ("ivo",), "web-flow")))
    assert why_not(account("hal"), makers, allow_author=False) == "wrote 7777777"
    assert doubtful_merges(makers, {"hal", "ivo"}) == (merge,)
    assert doubtful_merges(makers, {"ivo"}) == ()
    clean = with_clean_merges(makers, {merge.sha})
    assert why_not(account("hal"), clean, allow_author=False) == ""
    assert doubtful_merges(clean, {"hal"}) == ()
