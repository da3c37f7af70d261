"""Which push lost what: begun, ended, begun again, renamed, not looked at."""

from __future__ import annotations

from reviewer.domain.decay.cycle import Outcome
from reviewer.domain.decay.timeline import timeline
from tests.cycles import a_breach, cycle

PAY, REFUND = a_breach(), a_breach(symbol="refund")


def lives(*pushes: tuple[Outcome, ...]) -> list[tuple[str, int, int | None, str]]:
    cycles = [cycle(1, number, outcomes=outcomes) for number, outcomes in enumerate(pushes, 1)]
    return [(it.breach.symbol, it.lost_at, it.ended_at, it.state) for it in timeline(list(reversed(cycles)))]


def test_a_breach_that_goes_on() -> None:
    assert lives((), (("lost", PAY),), (("still-lost", PAY),)) == [("pay", 2, None, "broken")]


def test_restored_and_lost_again_are_two_lives() -> None:
    assert lives((("lost", PAY),), (("restored", PAY),), (), (("lost", PAY),)) == [
        ("pay", 1, 2, "restored"),
        ("pay", 4, None, "broken"),
    ]


def test_gone_with_its_code_is_not_restored() -> None:
    assert lives((("lost", PAY),), (("gone", PAY),)) == [("pay", 1, 2, "gone")]


def test_what_was_not_looked_at_goes_on() -> None:
    assert lives((("lost", PAY),), (("not-seen", PAY),)) == [("pay", 1, None, "not-seen")]
    assert lives((("lost", PAY),), (("not-seen", PAY),), (("still-lost", PAY),)) == [("pay", 1, None, "broken")]


def test_what_goes_by_another_name_ends_as_renamed() -> None:
    assert lives((("lost", PAY),), (("lost", REFUND),)) == [("pay", 1, 2, "renamed"), ("refund", 2, None, "broken")]


def test_a_breach_from_before_the_records_begins_where_they_begin() -> None:
    assert lives((("still-lost", PAY),), (("restored", PAY),)) == [("pay", 1, 2, "restored")]


def test_no_pushes_and_pushes_without_a_breach_tell_nothing() -> None:
    assert lives() == []
    assert lives((), ()) == []
