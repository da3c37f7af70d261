"""THE door of the command line: whatever goes wrong leaves here, as words and an exit status."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final, ParamSpec, TypeVar

import typer
from msgspec import Struct

from reviewer.cli import exit_status
from reviewer.domain.errors import ConfigProblem, TryAgain, UserProblem
from reviewer.domain.links import guide_url

DEBUG: Final = "HOLDFAST_DEBUG"
"""Environment variable: set to anything, a failure of Holdfast itself shows its traceback."""

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")


class Failure(Struct, frozen=True):
    """Why there is no result.

    Attributes:
        status: the exit status.
        lines: what to say; none when nobody would read it.
        speaker: stands before each line, but where the line names a place in a file: editors jump to those.
    """

    status: int
    lines: tuple[str, ...]
    speaker: str = "holdfast: "


class ConfigProblems(UserProblem):
    """Several mistakes of one configuration, one line each; the guide's section after those that it is about.

    Attributes:
        lines: what to print.
    """

    def __init__(self, problems: tuple[ConfigProblem, ...], *, with_pages: bool = False) -> None:
        """Keeps them in their order."""
        super().__init__("; ".join(map(str, problems)))
        self.lines = tuple(_with_pages(problems)) if with_pages else tuple(map(str, problems))


def _with_pages(problems: tuple[ConfigProblem, ...]) -> Iterator[str]:
    for section, group in groupby(problems, key=lambda problem: problem.section):
        yield from map(str, group)
        yield f"  see {guide_url(section)}"


def attempt(work: Callable[[], Result]) -> Result | Failure:
    """What `work` returns, or why it did not."""
    try:
        return work()
    except ConfigProblems as several:
        return Failure(exit_status.USAGE, several.lines, speaker="")
    except ConfigProblem as problem:
        return Failure(exit_status.USAGE, (str(problem),), speaker="")
    except UserProblem as problem:
        return Failure(exit_status.USAGE, (str(problem),))
    except TryAgain as refusal:
        return Failure(exit_status.TRY_AGAIN, (str(refusal),))
    except BrokenPipeError:
        return Failure(exit_status.BROKEN_PIPE, ())
    except OSError as refusal:
        return Failure(exit_status.IO_ERROR, _with_traceback(str(refusal), refusal))
    except Exception as bug:  # noqa: BLE001  (the one door: everything else is a bug, and ends here)
        message = f"this is a bug in Holdfast: {type(bug).__name__}: {bug}"
        return Failure(exit_status.BUG, _with_traceback(message, bug))


def command(work: Callable[Parameters, int | None]) -> Callable[Parameters, None]:
    """A command of typer from a function that returns its exit status (None: success)."""

    @functools.wraps(work)
    def behind_the_door(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            outcome = attempt(lambda: work(*args, **kwargs))
        except KeyboardInterrupt:
            outcome = Failure(exit_status.INTERRUPTED, ("interrupted",))
        if isinstance(outcome, Failure):
            say(outcome)
            outcome = outcome.status
        if outcome == exit_status.BROKEN_PIPE:
            _let_go_of_stdout()
        raise typer.Exit(outcome or exit_status.SUCCESS)

    return behind_the_door


def say(failure: Failure) -> None:
    """Prints the lines to stderr; what a terminal would obey in them is spelled out."""
    for line in failure.lines:
        remark(line, failure.speaker)


def remark(line: str, speaker: str = "holdfast: ") -> None:
    """Prints a line to stderr, beside the result."""
    from reviewer.render.foreign import visible

    sys.stderr.write(f"{speaker}{visible(line)}\n")
    sys.stderr.flush()


def _with_traceback(message: str, error: Exception) -> tuple[str, ...]:
    if os.environ.get(DEBUG):
        return message, "".join(traceback.format_exception(error))
    return message, f"{DEBUG}=1, or --debug before the command, shows where"


def _let_go_of_stdout() -> None:
    """What is still buffered has no reader: Python would complain about it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
