"""The stages of a review, and how long each takes: the same words in the metrics and in the traces."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, Literal

from prometheus_client import Histogram

from reviewer.telemetry.spans import span

Stage = Literal["start", "material", "prepare", "analysis", "conclude", "sign-offs", "publish", "record"]
"""`start`: the head is looked up and the check run begun. `material`: everything that is read from GitHub."""

_SECONDS: Final = Histogram(
    "holdfast_review_stage_seconds",
    "Time that a stage of a review took, also of one that failed.",
    ["stage"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)


@contextmanager
def stage(name: Stage) -> Generator[None]:
    """Measure a stage while the block runs."""
    with _SECONDS.labels(name).time(), span(name):
        yield
