"""Traces: on where the environment names a collector, as every program with OpenTelemetry does it."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Final

from reviewer.domain.errors import SettingsProblem
from reviewer.telemetry.spans import traced_by

COLLECTORS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


@contextmanager
def tracing() -> Generator[None]:
    """Trace while the block runs, if there is a collector; else nothing of OpenTelemetry is even loaded.

    Raises:
        SettingsProblem: a collector is named, but the extra is not installed.
    """
    if not any(os.environ.get(name) for name in COLLECTORS):
        yield
        return
    try:
        from reviewer.telemetry.otel import OpenTelemetry  # noqa: PLC0415  (a quarter of a second, for those who trace)
    except ImportError as error:
        named = next(name for name in COLLECTORS if os.environ.get(name))
        raise SettingsProblem(
            f"{named} is set, but {error.name} is not installed.", hint='install "holdfast[telemetry]", or unset it'
        ) from None
    made = OpenTelemetry.to_collector(version("holdfast"))
    try:
        with traced_by(made):
            yield
    finally:
        made.close()
