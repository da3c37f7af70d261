"""Sums over cycles: each push once, each month with its own, constraints without a framework."""

from __future__ import annotations

from msgspec.structs import replace

from reviewer.domain.decay.cycle import Tally
from reviewer.domain.decay.rate import Rate
from reviewer.domain.decay.sums import by_author, by_duty, by_framework, by_month, rules_over_time, totals
from reviewer.domain.decay.survival import RuleKey
from tests.cycles import BAN, GUARD, OWN, cycle, kept, lost

FLASK = replace(GUARD, framework="flask")


def test_totals_count_pull_requests_once() -> None:
    found = totals(
        [cycle(1, 1, kept(times=3), lost()), cycle(1, 2, Tally(GUARD, 1, restored=1)), cycle(2, 1, agent="x")]
    )
    assert (found.pull_requests, found.pushes, found.kept, found.lost, found.restored, found.agents) == (
        2,
        3,
        4,
        1,
        1,
        1,
    )


def test_totals_of_nothing() -> None:
    found = totals([])
    assert (found.pull_requests, found.pushes, found.kept, found.lost) == (0, 0, 0, 0)


def test_months_are_told_in_their_order_and_empty_ones_not() -> None:
    cycles = [cycle(3, 1, kept(), days=70), cycle(1, 1, lost()), cycle(2, 1, days=40), cycle(1, 2, kept(), days=1)]
    assert [(it.name, it.clean) for it in by_month(cycles)] == [("2026-01", Rate(1, 2)), ("2026-03", Rate(1, 1))]


def test_what_an_earlier_push_broke_makes_a_push_unclean() -> None:
    (group,) = by_month([cycle(1, 2, Tally(GUARD, 5, still_lost=1))])
    assert (group.clean, group.kept, group.lost) == (Rate(0, 1), 5, 0)


def test_authors_are_agents_or_nobody() -> None:
    cycles = [
        cycle(1, 1, lost(), agent="copilot"),
        cycle(2, 1, kept()),
        cycle(3, 1, kept()),
        cycle(4, 1, agent="devin"),
    ]
    assert [(it.name, it.clean) for it in by_author(cycles)] == [("", Rate(2, 2)), ("copilot", Rate(0, 1))]


def test_a_push_in_two_frameworks_counts_in_each_by_its_own_rules() -> None:
    groups = by_framework([cycle(1, 1, kept(), lost(FLASK), lost(OWN))])
    assert {it.name: (it.clean, it.lost) for it in groups} == {"django": (Rate(1, 1), 0), "flask": (Rate(0, 1), 1)}


def test_omission_and_commission_are_told_apart() -> None:
    omission, commission = by_duty([cycle(1, 1, kept(), lost(BAN)), cycle(2, 1, lost(OWN))])
    assert (omission.name, omission.clean) == ("omission", Rate(1, 2))
    assert (commission.name, commission.clean) == ("commission", Rate(0, 1))


def test_a_duty_that_nothing_asked_for_is_nothing_of_nothing() -> None:
    assert [it.clean for it in by_duty([])] == [Rate(0, 0), Rate(0, 0)]


def test_each_rule_by_month_with_gaps() -> None:
    cycles = [cycle(1, 1, kept()), cycle(2, 1, lost(), days=1), cycle(3, 1, kept(BAN), days=40)]
    found = rules_over_time(cycles, ["2026-01", "2026-02"])
    assert found == {
        RuleKey.of(GUARD): (Rate(1, 2), Rate(0, 0)),
        RuleKey.of(BAN): (Rate(0, 0), Rate(1, 1)),
    }
