"""How many requests to GitHub a review takes, by the running service: at the first push, and at later ones."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.chaos.town import Town, town
from benchmarks.served.service import serving
from benchmarks.served.silence import wait_for_silence
from tests.fakes.github import acts
from tests.fakes.github.fast_import import Files
from tests.fakes.github.state import PullRequest
from tests.fakes.github.traffic import Exchange
from tests.fakes.github.webhooks import pull_request_event, send

_REST_SECONDS = 2.0
_DEADLINE_SECONDS = 300.0
_LOOK_SECONDS = 0.05


def run(files: int) -> None:
    """Review one pull request over four pushes and print what each took."""
    print(f"requests to GitHub for a review of {files} changed files")
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name, town(Path(name) / "github", 1) as made:
        settings = made.settings() | {"HOLDFAST_DATA_DIR": str(Path(name) / "data")}
        with serving(settings, Path(name) / "service.log") as service:
            made.listen_at(service.address())
            service.wait_for("working")
            wait_for_silence(made.world)  # the sweep at the start has its own requests
            pull = _opened(made, files)
            _print("first push, with the token", _asked(made, pull, "opened"))
            for words, push in _pushes(made, pull):
                push()
                _print(words, _asked(made, pull, "synchronize"))


def _opened(made: Town, files: int) -> PullRequest:
    """A pull request of a new owner that touches every file, and takes one guard away."""
    world = made.world
    world.install(world.apps[0], "newcomer")
    repository = world.repository("newcomer/shop")
    acts.commit(world, repository, "main", {_name(number): _module(number) for number in range(files)})
    acts.branch(repository, "wide")
    changed: Files = {_name(number): _module(number, note="changed") for number in range(files)}
    acts.commit(world, repository, "wide", {**changed, _name(0): _module(0, guard="")})
    return acts.open_pull(world, repository, "wide")


def _pushes(made: Town, pull: PullRequest) -> list[tuple[str, Callable[[], object]]]:
    def push(files: Files) -> Callable[[], object]:
        return lambda: acts.push(made.world, pull, files)

    return [
        ("later, with a comment to make", push({_name(1): _module(1, guard="")})),
        ("later, with nothing new", push({_name(2): _module(2, note="changed again")})),
        ("later, with a thread to settle", push({_name(1): _module(1, note="guarded again")})),
        ("later, with both", push({_name(0): _module(0, note="guarded again"), _name(3): _module(3, guard="")})),
    ]


def _name(number: int) -> str:
    return f"shop/part_{number:03}.py"


def _module(number: int, guard: str = "@login_required\n", note: str = "") -> bytes:
    head = f"from django.contrib.auth.decorators import login_required\n\n# {note}\n\n\n"
    return f"{head}{guard}def pay_{number}(request, key):\n    return charge_{number}(key)\n".encode()


def _asked(made: Town, pull: PullRequest, action: str) -> list[Exchange]:
    """Deliver, wait for the completed check run and for silence after it, and return the requests."""
    made.world.exchanges.clear()
    send(made.world, pull_request_event(made.world, pull, action))
    deadline = time.monotonic() + _DEADLINE_SECONDS
    last, since = 0, time.monotonic()
    while time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)
        if len(made.world.exchanges) != last:
            last, since = len(made.world.exchanges), time.monotonic()
        runs = [run for run in pull.repository.check_runs if run.head_sha == pull.head_sha]
        if [run.status for run in runs] == ["completed"] and time.monotonic() - since > _REST_SECONDS:
            return list(made.world.exchanges)
    raise SystemExit(f"no completed check run in {_DEADLINE_SECONDS:g} s")


def _print(words: str, exchanges: list[Exchange]) -> None:
    asked = ", ".join(f"{one.method} {one.path.rsplit('/', 1)[-1][:20]}" for one in exchanges)
    print(f"{words:<34} {len(exchanges):3}   {asked}")
