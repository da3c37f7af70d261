"""What a person at a terminal sees while they wait; in a pipe or a log there is nothing to see."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE_SECONDS: Final = 0.5
"""Work that is done by then needs no spinner, nor the time to load one."""


@contextmanager
def working(words: str) -> Generator[None]:
    """A spinner on stderr once the block takes longer than a moment."""
    if not sys.stderr.isatty():
        yield
        return
    shown: list[Status] = []
    timer = threading.Timer(_PATIENCE_SECONDS, lambda: shown.append(_start_spinner(words)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for status in shown:
            status.stop()


def _start_spinner(words: str) -> Status:
    from rich.console import Console

    status = Console(stderr=True).status(words)
    status.start()
    return status


@contextmanager
def counting(words: str, total: int | None) -> Generator[Callable[[], None]]:
    """A bar on stderr; the block calls what it gets once per finished item. A total of None is not known."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=total)
        yield lambda: progress.advance(task)
