"""The exit statuses of `holdfast`: promises of the contract, and those that other programs use too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewer.domain.report import Report

SUCCESS: Final = 0
"""The verdict is success or neutral; any other command did what it was asked to."""
FAILURE: Final = 1
"""The verdict is failure or action_required; of `docs --check`: pages are stale; of `doctor`: something failed."""
USAGE: Final = 2
"""Bad usage or configuration."""
INCOMPLETE: Final = 3
"""A file that could hide a boundary was not looked at, whatever the verdict."""
BUG: Final = 70
"""Holdfast itself failed (EX_SOFTWARE)."""
IO_ERROR: Final = 74
"""The machine refused, as with a full disk (EX_IOERR)."""
TRY_AGAIN: Final = 75
"""Something outside did not answer (EX_TEMPFAIL)."""
INTERRUPTED: Final = 130
"""Ctrl-C (128 + SIGINT)."""
BROKEN_PIPE: Final = 141
"""Nobody reads the output any more (128 + SIGPIPE)."""

_LEAST_TO_WORST: Final = (SUCCESS, FAILURE, INCOMPLETE, USAGE, TRY_AGAIN, IO_ERROR, BUG)


def status_of(report: Report) -> int:
    """The status of a review that was finished."""
    if not report.complete:
        return INCOMPLETE
    return FAILURE if report.verdict in {"failure", "action_required"} else SUCCESS


def worse(one: int, other: int) -> int:
    """The status of two reviews together."""
    return max(one, other, key=_LEAST_TO_WORST.index)
