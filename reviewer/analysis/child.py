"""What runs inside a process of the pool: requests in, answers out, within limits."""

from __future__ import annotations

import os
import resource
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

from msgspec import Struct

from checks.kit import Skip
from checks.kit.files import could_hide_boundary
from reviewer.analysis.watch import TimeUsedUp, watched
from reviewer.domain.analysis import Analysis, AnalysisRequest

Analyse = Callable[[AnalysisRequest], Analysis]
_MEMORY_BYTES = 4 * 1024**3
_CPU_GRACE_SECONDS = 10
_NICENESS = 5  # besides that of the worker: what asks GitHub and the database goes first


class Broken(Struct, frozen=True):
    """The analysis raised."""

    traceback: str


Answer = Analysis | Broken


def answer_requests(pipe: Connection, analyse: Analyse) -> None:
    """Answer until the service closes its end of `pipe`, or dies."""
    _leave_service_behind()
    while True:
        try:
            request: AnalysisRequest = pipe.recv()
            _limit_cpu(request.deadline_seconds)
            pipe.send(_answer(analyse, request))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return  # nobody is there to ask or to hear any more


def _answer(analyse: Analyse, request: AnalysisRequest) -> Answer:
    try:
        with watched(request.deadline_seconds):
            return analyse(request)
    except TimeUsedUp:
        return _not_looked_at(request)
    except Exception:  # noqa: BLE001  # raised again as one error on the other side, where it is logged with its delivery
        return Broken(traceback.format_exc())


def _not_looked_at(request: AnalysisRequest) -> Analysis:
    """The answer of an analysis that came to no end: nothing is known of any file, and the review says so."""
    reason = "the time for this review was used up"
    skips = tuple(Skip(file.path, reason, could_hide_boundary(file.path)) for file in request.files)
    return Analysis(hits=(), skips=skips, areas=(), touched=(), wanted=(), stages={})


def _leave_service_behind() -> None:
    """No secret in the environment, no part in the service's signals, no more memory than agreed."""
    for name in [name for name in os.environ if name.startswith("HOLDFAST_")]:
        del os.environ[name]
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, signal.SIG_IGN)  # the service drains first; then it ends this process
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_softly(resource.RLIMIT_AS, _MEMORY_BYTES)


def _limit_cpu(seconds: float) -> None:
    """Let the system end this process when one request burns far more than its time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit_softly(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + _CPU_GRACE_SECONDS)


def _limit_softly(kind: int, value: int) -> None:
    """Lower the soft limit only: Semgrep's engine, a child of this process, sets its own."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
