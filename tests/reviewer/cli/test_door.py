"""The one door: every way to fail has its status and its words."""

import errno
from itertools import pairwise

import pytest

from reviewer.cli.door import DEBUG, ConfigProblems, Failure, attempt
from reviewer.cli.exit_status import worse
from reviewer.domain.errors import AnalyserDied, ConfigProblem, RepositoryProblem, StoreDown


def failing(error: BaseException) -> Failure:
    def work() -> int:
        raise error

    outcome = attempt(work)
    assert isinstance(outcome, Failure)
    return outcome


def test_what_succeeds_passes_through() -> None:
    assert attempt(lambda: 5) == 5


@pytest.mark.parametrize(
    ("error", "status", "lines"),
    [
        (RepositoryProblem("no such thing", hint="look again"), 2, ("holdfast: no such thing (look again)",)),
        (ConfigProblem("c.yml", 3, 4, "wrong"), 2, ("c.yml:3:4: wrong",)),
        (
            ConfigProblems((ConfigProblem("c.yml", 1, 2, "one"), ConfigProblem("c.yml", 3, 4, "two"))),
            2,
            ("c.yml:1:2: one", "c.yml:3:4: two"),
        ),
        (StoreDown("the database did not answer"), 75, ("holdfast: the database did not answer",)),
        (AnalyserDied("the process ended"), 75, ("holdfast: the process ended",)),
        (BrokenPipeError(), 141, ()),
    ],
)
def test_what_a_person_can_mend_is_said_in_its_own_words(error: Exception, status: int, lines: tuple[str, ...]) -> None:
    failure = failing(error)
    assert failure.status == status
    assert tuple(failure.speaker + line for line in failure.lines) == lines


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 74),
        (ValueError("boom"), 70),
        (KeyError("boom"), 70),
        (RecursionError("boom"), 70),
        (MemoryError(), 70),
        (AssertionError(), 70),
    ],
)
def test_a_bug_is_said_in_short_and_is_never_a_verdict(
    error: Exception, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = failing(error)
    assert short.status == status
    assert "Traceback" not in "".join(short.lines)
    assert DEBUG in short.lines[-1]
    monkeypatch.setenv(DEBUG, "1")
    long = failing(error)
    assert long.status == status
    assert "Traceback" in "".join(long.lines)
    assert "in work" in "".join(long.lines)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(5)])
def test_what_ends_the_process_is_not_held_back(error: BaseException) -> None:
    with pytest.raises(type(error)):
        failing(error)


def test_statuses_from_least_to_worst() -> None:
    order = [0, 1, 3, 2, 75, 74, 70]
    assert [worse(one, other) for one, other in pairwise(order)] == order[1:]
    assert [worse(other, one) for one, other in pairwise(order)] == order[1:]
