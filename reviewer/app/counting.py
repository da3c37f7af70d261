"""One set of numbers for the processes of one service."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Prometheus' own variable; it is read when its library is loaded."""


@contextmanager
def counted_together() -> Generator[None]:
    """Let this process and those that it starts count into one folder while the block runs.

    Load what counts inside the block, and not before.
    """
    if FOLDER in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]
