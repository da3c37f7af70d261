"""What the doors count, and the page that Prometheus reads."""

from __future__ import annotations

import os
import time
from importlib.metadata import version
from platform import python_version
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response

from reviewer.domain.errors import StoreDown
from reviewer.github.metrics import LivingLimits
from reviewer.web.deadline import within
from reviewer.web.doors import Pulse

DELIVERIES = Counter("holdfast_deliveries_total", "Webhook deliveries by what became of them.", ["event", "result"])
ACKNOWLEDGED = Histogram(
    "holdfast_acknowledgement_seconds",
    "Time from a delivery's headers to its answer.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8),
)
_BUILD = Gauge("holdfast_build_info", "What runs here.", ["version", "python"], multiprocess_mode="mostrecent")
_DATABASE_UP = Gauge("holdfast_database_up", "1 when the database answers.", multiprocess_mode="mostrecent")
_WAITING = Gauge("holdfast_jobs_waiting", "Jobs that could run now and do not run yet.", multiprocess_mode="mostrecent")
_SCHEDULED = Gauge(
    "holdfast_jobs_scheduled", "Jobs that wait for a moment to try again.", multiprocess_mode="mostrecent"
)
_RUNNING = Gauge("holdfast_jobs_running", "Jobs that run.", multiprocess_mode="mostrecent")
_DEAD = Gauge(
    "holdfast_jobs_dead",
    "Jobs that were given up, within the time that finished jobs are kept.",
    multiprocess_mode="mostrecent",
)
_OLDEST = Gauge(
    "holdfast_oldest_waiting_seconds",
    "How long the job at the head of the queue has waited.",
    multiprocess_mode="mostrecent",
)

_PATIENCE_SECONDS: Final = 2.0
_KNOWN_EVENTS: Final = frozenset(
    {
        *("pull_request", "pull_request_review", "issue_comment", "check_run", "check_suite", "merge_group", "push"),
        *("installation", "installation_repositories", "repository", "ping"),
    }
)


def known_event(event: str) -> str:
    """The event, or "other": whoever sends invented ones does not make new time series."""
    return event if event in _KNOWN_EVENTS else "other"


def count_delivery(event: str, result: str) -> None:
    """Count a delivery."""
    DELIVERIES.labels(known_event(event), result).inc()


async def metrics(request: Request) -> Response:
    """Answer GET /metrics."""
    pulse = Pulse.of(request)
    _BUILD.labels(version("holdfast"), python_version()).set(1)
    try:
        state = await within(_PATIENCE_SECONDS, pulse.queue_state())
    except StoreDown:
        _DATABASE_UP.set(0)
    else:
        _DATABASE_UP.set(1)
        _WAITING.set(state.waiting)
        _SCHEDULED.set(state.scheduled)
        _RUNNING.set(state.running)
        _DEAD.set(state.dead)
        _OLDEST.set(state.oldest_seconds)
    counted = CollectorRegistry()
    counted.register(LivingLimits(_counted(), time.time))
    return Response(generate_latest(counted), media_type=CONTENT_TYPE_LATEST)


def _counted() -> CollectorRegistry:
    """What this process counts; and all that count into one folder, where that is said (Prometheus' variable)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    ProcessCollector(registry=together)
    return together
