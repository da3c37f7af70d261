"""Cycles: lost by this push or an earlier one, restored, gone, not seen; and what a push leaves to the next."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reviewer.domain.decay.cycle import Cycle, cycle_of, outstanding_after
from reviewer.domain.decay.seen import Breach, Rule, Seen

GUARD = Rule("guard", "auth", "", "omission", "django")
BAN = Rule("prohibition", "queries", "", "commission")
LOST = Breach(GUARD, "f1", "auth/authentication-removed", "shop/views.py", "pay", "login_required removed")
OTHER = Breach(GUARD, "f2", "auth/permission-removed", "shop/views.py", "refund", "permission removed")
PATHS = frozenset({"shop/views.py"})


def saw(*breaches: Breach) -> Seen:
    return Seen(paths=PATHS, breaches=breaches, kept={GUARD: 0})


def became(cycle: Cycle) -> dict[str, str]:
    return {breach.fingerprint: word for word, breach in cycle.outcomes}


def test_what_was_never_broken_is_kept_and_nothing_else() -> None:
    cycle = cycle_of(replace(saw(), kept={GUARD: 3}), 1, ())
    assert [(it.rule, it.kept, it.lost, it.still_lost, it.restored) for it in cycle.tallies] == [(GUARD, 3, 0, 0, 0)]
    assert cycle.tallies[0].held
    assert cycle.outcomes == ()


def test_a_breach_is_lost_once_and_then_still_lost() -> None:
    first = cycle_of(saw(LOST), 1, ())
    second = cycle_of(saw(LOST, OTHER), 2, outstanding_after(first.outcomes))
    assert became(first) == {"f1": "lost"}
    assert became(second) == {"f1": "still-lost", "f2": "lost"}
    assert [(it.lost, it.still_lost, it.held) for it in second.tallies] == [(1, 1, False)]


def test_what_is_back_is_restored_and_leaves_nothing() -> None:
    cycle = cycle_of(saw(), 2, (LOST,))
    assert became(cycle) == {"f1": "restored"}
    assert [(it.restored, it.held) for it in cycle.tallies] == [(1, True)]
    assert outstanding_after(cycle.outcomes) == ()


def test_a_file_that_the_change_no_longer_touches_is_restored() -> None:
    assert became(cycle_of(replace(saw(), paths=frozenset(), kept={}), 2, (LOST,))) == {"f1": "restored"}


@pytest.mark.parametrize("where", [("shop/views.py", "pay"), ("shop/views.py", "")])
def test_what_went_with_its_code_is_not_restored(where: tuple[str, str]) -> None:
    cycle = cycle_of(replace(saw(), gone=frozenset({where})), 2, (LOST,))
    assert became(cycle) == {"f1": "gone"}
    assert outstanding_after(cycle.outcomes) == ()


def test_another_function_that_goes_says_nothing() -> None:
    assert became(cycle_of(replace(saw(), gone=frozenset({("shop/views.py", "refund")})), 2, (LOST,))) == {
        "f1": "restored"
    }


@pytest.mark.parametrize(
    "blind", [replace(saw(), not_judged=PATHS, complete=False), replace(saw(), paths=frozenset(), complete=False)]
)
def test_what_was_not_looked_at_is_neither_and_is_asked_again(blind: Seen) -> None:
    cycle = cycle_of(blind, 2, (LOST,))
    assert became(cycle) == {"f1": "not-seen"}
    assert became(cycle_of(saw(), 3, outstanding_after(cycle.outcomes))) == {"f1": "restored"}
    assert became(cycle_of(saw(LOST), 3, outstanding_after(cycle.outcomes))) == {"f1": "still-lost"}


@pytest.mark.parametrize(
    "renamed",
    [
        replace(LOST, fingerprint="g", symbol="pay_order"),
        replace(LOST, fingerprint="g", check="auth/permission-removed"),
        replace(LOST, fingerprint="g", path="shop/payments.py"),
    ],
)
def test_a_breach_under_another_name_is_not_restored(renamed: Breach) -> None:
    cycle = cycle_of(saw(renamed), 2, (LOST,))
    assert became(cycle) == {"g": "lost"}


@pytest.mark.parametrize(
    "unlike",
    [
        replace(LOST, fingerprint="g", rule=replace(GUARD, area="tenancy")),
        replace(LOST, fingerprint="g", symbol="refund", check="auth/permission-removed"),
    ],
)
def test_another_breach_hides_no_restored_one(unlike: Breach) -> None:
    assert became(cycle_of(saw(unlike), 2, (LOST,))) == {"g": "lost", "f1": "restored"}


def test_a_rule_that_only_came_back_has_a_tally_of_its_own() -> None:
    cycle = cycle_of(Seen(paths=PATHS, kept={BAN: 1}), 2, (LOST,))
    assert [(it.rule, it.kept, it.restored) for it in cycle.tallies] == [(GUARD, 0, 1), (BAN, 1, 0)]
