"""How soon another worker goes on with a job whose worker was killed in the middle of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.chaos.town import Town, open_pull, town
from benchmarks.served.service import Service
from benchmarks.served.silence import wait_for_silence
from reviewer.jobs.postgres import running
from tests.fakes.github.faults import Fault, NeverAnswers
from tests.fakes.github.state import CheckRun, PullRequest
from tests.fakes.github.webhooks import pull_request_event, send

_DEADLINE_SECONDS = 120.0
_LOOK_SECONDS = 0.02


def run(times: int) -> None:
    """Kill the worker of a job so many times and print how long the other one took."""
    print("seconds from the kill -9 of a job's worker until another one has the job, and until the check is completed")
    begun: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name,
        town(Path(name) / "github", 1) as made,
        running(Path(name) / "data") as server,
    ):
        settings = made.settings() | {"HOLDFAST_DATABASE_URL": server.url()}
        for number in range(1, times + 1):
            first, second = _takeover(made, settings, Path(name))
            begun.append(first)
            print(f"{number:3} {first:7.1f} {second:7.1f}", flush=True)
    print(f"the longest: {max(begun):.1f}")


def _takeover(made: Town, settings: dict[str, str], folder: Path) -> tuple[float, float]:
    """Hold a job at a request that is never answered, bring up another worker, and kill the first."""
    first = Service.start(settings, folder / f"first{len(made.pulls)}.log", "serve", "--port", "0")
    made.listen_at(first.address())
    first.wait_for("working")
    wait_for_silence(made.world)  # of the sweep at the start
    pull = open_pull(made.world, made.open[0].repository)
    made.pulls.append(pull)
    held = Fault(NeverAnswers(), path="/compare/")
    made.world.faults[:] = [held]
    send(made.world, pull_request_event(made.world, pull, "opened"))
    _until(lambda: held.times <= 0, "the job to begin")
    second = Service.start(settings, folder / f"second{len(made.pulls)}.log", "worker")
    second.wait_for("working")
    wait_for_silence(made.world)
    first.kill()
    killed = time.monotonic()
    second.wait_for("jobs taken over")
    begun = time.monotonic() - killed
    _until(lambda: {run.status for run in _runs(pull)} == {"completed"}, "the completed check run")
    ended = time.monotonic() - killed
    second.terminate()
    return begun, ended


def _runs(pull: PullRequest) -> list[CheckRun]:
    return [run for run in pull.repository.check_runs if run.head_sha == pull.head_sha]


def _until(seen: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not seen():
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {_DEADLINE_SECONDS:g} s for {what}")
        time.sleep(_LOOK_SECONDS)
