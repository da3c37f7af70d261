"""How soon another worker goes on with a job whose worker was killed in the middle of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.chaos.town import Town, town
from benchmarks.served.service import Service
from reviewer.jobs.postgres import running
from tests.fakes.github.faults import Fault, NeverAnswers
from tests.fakes.github.state import PullRequest
from tests.fakes.github.webhooks import pull_request_event, send

_DEADLINE_SECONDS = 120.0
_LOOK_SECONDS = 0.02


def run(times: int) -> None:
    """Kill the worker of a job so many times and print how long the other one took."""
    print("seconds from the kill -9 of a job's worker until another one asks GitHub, and until the check is completed")
    begun: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name,
        town(Path(name) / "github", times) as made,
        running(Path(name) / "data") as server,
    ):
        settings = made.settings() | {"HOLDFAST_DATABASE_URL": server.url()}
        for number, pull in enumerate(made.open, 1):
            first, second = _takeover(made, pull, settings, Path(name))
            begun.append(first)
            print(f"{number:3} {first:7.1f} {second:7.1f}", flush=True)
    print(f"the longest: {max(begun):.1f}")


def _takeover(made: Town, pull: PullRequest, settings: dict[str, str], folder: Path) -> tuple[float, float]:
    """Hold a job at a request that is never answered, bring up another worker, and kill the first."""
    held = Fault(NeverAnswers(), path="/compare/")
    made.world.faults[:] = [held]
    first = Service.start(settings, folder / f"first{pull.id}.log", "serve", "--port", "0")
    made.listen_at(first.address())
    send(made.world, pull_request_event(made.world, pull, "opened"))
    _until(lambda: held.times <= 0, "the job to begin")
    second = Service.start(settings, folder / f"second{pull.id}.log", "worker")
    second.wait_for("working")
    asked = len(made.world.exchanges)
    first.kill()
    killed = time.monotonic()
    _until(lambda: len(made.world.exchanges) > asked, "the other worker")
    begun = time.monotonic() - killed
    _until(lambda: [run.status for run in pull.repository.check_runs] == ["completed"], "the completed check run")
    ended = time.monotonic() - killed
    second.terminate()
    return begun, ended


def _until(seen: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not seen():
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {_DEADLINE_SECONDS:g} s for {what}")
        time.sleep(_LOOK_SECONDS)
