"""One set of numbers for the processes of one service."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Prometheus' own variable; it is read when its library is loaded."""

_PREFIX: Final = "holdfast-metrics-"


@contextmanager
def counted_together() -> Generator[None]:
    """Let this process and those that it starts count into one folder while the block runs.

    Load what counts inside the block, and not before.
    """
    if FOLDER in os.environ:
        yield
        return
    _forget_dead()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def _forget_dead() -> None:
    """Remove what services left behind that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
