"""Wilson's interval: known values, the ends, and what is no rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.decay.rate import Rate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_known_values(count: int, of: int, low: float, high: float) -> None:
    rate = Rate(count, of)
    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)


def test_nothing_is_known_of_nothing() -> None:
    assert (Rate(0, 0).low, Rate(0, 0).high, Rate(0, 0).share) == (0.0, 1.0, 0.0)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_within_and_the_ends_within_a_share(pair: tuple[int, int]) -> None:
    rate = Rate(*pair)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1
    assert rate.high - rate.low > 0


@given(st.integers(1, 500), st.integers(2, 20))
def test_more_of_the_same_is_surer(of: int, times: int) -> None:
    one, many = Rate(of // 2, of), Rate(of // 2 * times, of * times)
    assert many.high - many.low < one.high - one.low


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (1, 0)])
def test_no_rate(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        Rate(count, of)
