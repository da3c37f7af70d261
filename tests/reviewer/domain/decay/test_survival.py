"""Survival over pushes: the product-limit estimate, censoring, and what is no life at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.survival import LONGEST, Curve, RuleKey, curves
from tests.cycles import BAN, GUARD, OWN, cycle, kept, lost


def lives(*words: str) -> list[RecordedCycle]:
    """One pull request for each word: `k` kept, `x` broken, `-` could not be broken."""
    return [
        cycle(number, push, *({"k": (kept(),), "x": (lost(),), "-": ()}[letter]))
        for number, word in enumerate(words, 1)
        for push, letter in enumerate(word, 1)
    ]


def only(*words: str) -> Curve:
    (curve,) = curves(lives(*words))
    return curve


def test_the_estimate_of_a_worked_example() -> None:
    # Five lives: broken at 2, at 4; censored after 1, 3, 4.
    steps = only("kx", "kkkx", "k", "kkk", "kkkk").steps
    assert [(it.push, it.at_risk, it.broken, round(it.alive, 4)) for it in steps] == [
        (1, 5, 0, 1.0),
        (2, 4, 1, 0.75),
        (3, 3, 0, 0.75),
        (4, 2, 1, 0.375),
    ]
    assert [(round(it.low, 3), round(it.high, 3)) for it in steps[1:2]] == [(0.128, 0.961)]


def test_a_rule_that_is_broken_at_once_is_at_risk_once() -> None:
    assert [(it.at_risk, it.broken, it.alive) for it in only("x", "x").steps] == [(2, 2, 0.0)]


def test_pushes_that_could_not_break_it_are_no_steps() -> None:
    assert only("k--x", "--k").steps == only("kx", "k").steps


def test_what_is_restored_is_not_born_again() -> None:
    curve = only("kxkkk")
    assert [it.push for it in curve.steps] == [1, 2]
    assert (curve.broken.count, curve.broken.of, curve.pushes.count, curve.pushes.of) == (1, 1, 4, 5)


def test_nothing_at_risk_is_no_curve() -> None:
    assert curves(lives("-", "--")) == ()
    assert curves([]) == ()


def test_pushes_count_in_their_order_whatever_the_order_of_the_records() -> None:
    cycles = lives("kkx", "kk")
    assert curves(list(reversed(cycles))) == curves(cycles)


def test_equal_numbers_of_two_repositories_are_two_lives() -> None:
    (curve,) = curves([cycle(1, 1, kept()), cycle(1, 1, lost(), repository_id=71)])
    assert (curve.broken.count, curve.broken.of) == (1, 2)


def test_one_framework_that_breaks_it_breaks_it() -> None:
    other = kept(GUARD.__class__("guard", "auth", "", "omission", "flask"))
    (curve,) = curves([cycle(1, 1, other, lost())])
    assert curve.broken.count == 1


def test_the_most_broken_rule_comes_first() -> None:
    cycles = [cycle(1, 1, kept(), kept(BAN), lost(OWN)), cycle(2, 1, lost(), kept(BAN), lost(OWN))]
    assert [it.key for it in curves(cycles)] == [RuleKey.of(OWN), RuleKey.of(GUARD), RuleKey.of(BAN)]


@given(st.lists(st.text("kx-", min_size=1, max_size=40), min_size=1, max_size=12))
def test_a_curve_never_rises_and_lies_within_its_interval(words: list[str]) -> None:
    for curve in curves(lives(*words)):
        alive = [step.alive for step in curve.steps]
        assert alive == sorted(alive, reverse=True)
        assert len(alive) <= LONGEST
        assert curve.broken.count >= sum(step.broken for step in curve.steps)
        for step in curve.steps:
            assert step.broken <= step.at_risk
            assert 0 <= step.low <= step.alive + 1e-9
            assert step.alive - 1e-9 <= step.high <= 1


@pytest.mark.parametrize("number", [1, 2, 40])
def test_where_nothing_broke_the_interval_says_how_little_that_means(number: int) -> None:
    (step,) = only(*["k"] * number).steps
    assert (step.alive, step.high) == (1.0, 1.0)
    assert step.low < 1
