"""What the requests to GitHub count, and what GitHub last said of each installation's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from typing_extensions import override

REQUESTS: Final = Counter("holdfast_github_requests_total", "Answers of GitHub's API.", ["method", "status"])
REQUEST_SECONDS: Final = Histogram(
    "holdfast_github_request_seconds",
    "Time from a request to GitHub to its whole answer, or to none.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
_RESET_NAME: Final = "holdfast_github_rate_limit_reset_timestamp_seconds"
_LABELS: Final = ("installation", "resource")
_REMAINING: Final = Gauge(
    "holdfast_github_rate_limit_remaining",
    "Requests that GitHub still answers for an installation until its limit is reset.",
    _LABELS,
    multiprocess_mode="mostrecent",
)
_LIMIT: Final = Gauge(
    "holdfast_github_rate_limit",
    "Requests that GitHub answers for an installation in an hour.",
    _LABELS,
    multiprocess_mode="mostrecent",
)
_RESET: Final = Gauge(
    _RESET_NAME,
    "When the limit of an installation is full again.",
    _LABELS,
    multiprocess_mode="mostrecent",
)
GAUGES: Final = (_REMAINING, _LIMIT, _RESET)
for _gauge in GAUGES:
    # Opens the file that processes count into: were it opened at the first answer of GitHub, and its folder cleaned
    # away by then, no review would work any more. A limit that was reset in 1970 is never told.
    _gauge.labels("0", "core").set(0)
_OF_LIMITS: Final = frozenset({"holdfast_github_rate_limit_remaining", "holdfast_github_rate_limit", _RESET_NAME})
_RESOURCES: Final = frozenset({"core", "graphql"})


def note_limit(installation: int, headers: Mapping[str, str]) -> None:
    """Keep what an answer says of the limit of an installation; header names in lower case."""
    told = [headers.get(f"x-ratelimit-{name}", "") for name in ("remaining", "limit", "reset")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 16 for number in told):
        return  # an Enterprise Server without limits
    resource = headers.get("x-ratelimit-resource", "core")
    labels = (f"{installation}", resource if resource in _RESOURCES else "other")
    for gauge, number in zip(GAUGES, told, strict=True):
        gauge.labels(*labels).set(int(number))


class Collecting(Protocol):
    """What numbers come from."""

    def collect(self) -> Iterable[Metric]:
        """Give all of them."""
        ...


class LivingLimits(Collector):
    """Everything that is counted, but for limits that have been reset since: they are full, and say nothing.

    So a page has the installations that were asked for within the hour, however many there are.
    """

    def __init__(self, counted: Collecting, now: Callable[[], float]) -> None:
        """Collects nothing yet."""
        self._counted = counted
        self._now = now

    @override
    def collect(self) -> Iterator[Metric]:
        """As Prometheus asks."""
        families = list(self._counted.collect())
        resets = {
            tuple(sample.labels.values()): sample.value
            for family in families
            if family.name == _RESET_NAME
            for sample in family.samples
        }
        now = self._now()
        for family in families:
            if family.name in _OF_LIMITS:
                living = [it for it in family.samples if resets.get(tuple(it.labels.values()), 0.0) > now]
                family.samples = living
            yield family
