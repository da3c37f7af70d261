"""A long load of small reviews, and what it does to the service's memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread

import psutil

from benchmarks.chaos.toll import wait_for_rest
from benchmarks.chaos.town import Town, town
from benchmarks.served.service import Service, serving

_SAMPLE_SECONDS = 2.0
_SENDERS = 8
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """For how many minutes, pushes a second, over so many installations."""

    minutes: float
    rate: float
    installations: int


@dataclass(slots=True)
class Memory:
    """Resident bytes of the service's own process, and of it with its analysis processes; a sample every 2 s."""

    own: list[int] = field(default_factory=list[int])
    tree: list[int] = field(default_factory=list[int])


def run(options: Options) -> None:
    """Push, deliver, and watch the memory; print how much it grew after the first sixth."""
    print(
        f"{options.rate:g} small reviews a second over {options.installations} installations, {options.minutes:g} min"
    )
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name,
        town(Path(name) / "github", options.installations) as made,
        serving(made.settings() | {"HOLDFAST_DATA_DIR": str(Path(name) / "data")}, Path(name) / "log") as service,
    ):
        address = service.address()
        made.listen_at(address)
        with _watched(service) as memory:
            sent = _load(made, options)
        rest = wait_for_rest(address)
        bugs = [line for line in service.lines() if line.get("level") == "error"]
    runs = [run for pull in made.open for run in pull.repository.check_runs]
    done = sum(run.conclusion == "action_required" for run in runs)
    print(
        f"{sent} pushes, {done} reviewed, the others overtaken; at rest {rest:.0f} s after the last; errors {len(bugs)}"
    )
    for words, samples in (("the service", memory.own), ("with its analysis", memory.tree)):
        print(f"{words:<18} {_growth(samples)}")


def _load(made: Town, options: Options) -> int:
    """Push at the rate, whether or not the service keeps up; the number of pushes."""
    began, number = time.monotonic(), 0
    with ThreadPoolExecutor(_SENDERS) as senders:
        while time.monotonic() - began < options.minutes * 60:
            senders.submit(made.deliver, made.small_push(number % options.installations))
            number += 1
            time.sleep(max(0.0, began + number / options.rate - time.monotonic()))
            made.forget_traffic()
    return number


@contextmanager
def _watched(service: Service) -> Generator[Memory]:
    memory, ended = Memory(), Event()
    process = psutil.Process(service.process.pid)

    def watch() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            own = process.memory_info().rss
            memory.own.append(own)
            memory.tree.append(own + sum(map(_resident, process.children(recursive=True))))

    watching = Thread(target=watch)
    watching.start()
    try:
        yield memory
    finally:
        ended.set()
        watching.join()


def _resident(process: psutil.Process) -> int:
    """Of a process of Python; PostgreSQL's own shared memory would be counted once for each of its processes."""
    try:
        return 0 if process.name() == "postgres" else process.memory_info().rss
    except psutil.Error:
        return 0


def _growth(samples: Sequence[int]) -> str:
    """From the second sixth to the last one, by their medians."""
    sixth = max(1, len(samples) // 6)
    before, after = median(samples[sixth : 2 * sixth] or samples), median(samples[-sixth:])
    return (
        f"{before / _MEGABYTE:6.1f} MB after the first sixth, {after / _MEGABYTE:6.1f} MB at the end, "
        f"{(after / before - 1) * 100:+.1f} %"
    )
