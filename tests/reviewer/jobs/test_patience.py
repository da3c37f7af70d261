"""When a job is tried again, and when not."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import AnalyserDied, HostDown, MissingPermission, RateLimited, Superseded, TryAgain
from reviewer.jobs.patience import Patience

_PATIENCE = Patience(tries=5, deadly_tries=2, first_seconds=2.0, longest_seconds=10.0)


@pytest.mark.parametrize(("tried", "seconds"), [(1, 2), (2, 4), (3, 8), (4, 10), (5, None), (6, None)])
def test_waits_double_up_to_a_limit_and_end(tried: int, seconds: float | None) -> None:
    assert _PATIENCE.seconds_until_next(HostDown("502"), tried) == seconds


@pytest.mark.parametrize(("asked", "seconds"), [(0, 0), (61.5, 61.5), (3600, 3600), (10.0**9, 6 * 3600)])
def test_a_moment_that_was_asked_for_is_kept_within_reason(asked: float, seconds: float) -> None:
    assert _PATIENCE.seconds_until_next(RateLimited("slow down", after_seconds=asked), 1) == seconds


@pytest.mark.parametrize(("tried", "seconds"), [(1, 60), (2, 120), (3, 240), (4, 480), (5, None)])
def test_a_limit_without_a_moment_is_waited_for_ever_longer(tried: int, seconds: float | None) -> None:
    limit = RateLimited("a secondary limit", after_seconds=60, told=False)
    assert _PATIENCE.seconds_until_next(limit, tried) == seconds


@pytest.mark.parametrize("tried", [1, 2, 4])
def test_a_moment_that_was_told_is_not_put_off(tried: int) -> None:
    assert _PATIENCE.seconds_until_next(RateLimited("until the reset", after_seconds=17), tried) == 17


def test_a_change_that_kills_its_analyser_is_tried_less_often() -> None:
    assert _PATIENCE.seconds_until_next(AnalyserDied("killed"), 1) is not None
    assert _PATIENCE.seconds_until_next(AnalyserDied("killed"), 2) is None


@pytest.mark.parametrize("tried", [1, 5, 50])
def test_what_the_shutdown_cut_begins_again_at_once(tried: int) -> None:
    assert _PATIENCE.seconds_until_next(asyncio.CancelledError(), tried) == 0


@pytest.mark.parametrize(
    "problem", [ValueError("a bug"), MissingPermission("checks: write"), Superseded("newer"), KeyboardInterrupt()]
)
def test_what_time_does_not_heal_is_not_tried_again(problem: BaseException) -> None:
    assert _PATIENCE.seconds_until_next(problem, 1) is None


@given(st.integers(1, 10_000), st.none() | st.floats(0, 1e12), st.sampled_from([HostDown, RateLimited, AnalyserDied]))
def test_every_job_ends(tried: int, asked: float | None, kind: type[TryAgain]) -> None:
    seconds = Patience().seconds_until_next(kind("again", after_seconds=asked), tried)
    assert (seconds is None) if tried >= Patience().tries else (seconds is None or 0 <= seconds <= 6 * 3600)
