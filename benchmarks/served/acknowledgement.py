"""How soon `holdfast serve` acknowledges signed deliveries that come at a fixed rate, with its worker at work.

Beside it, in the same run and on the same machine: a bot of the same web stack that checks the signature and
keeps deliveries in memory only. What lies between the two is the price of durability. The reviews are real,
against a fake GitHub with real git repositories, in a process of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from benchmarks.served.beside import SECRET, Made, bot_process, github_process
from benchmarks.served.service import serving
from reviewer.web.webhook import PATH

_WARM_UP_SECONDS = 3.0
_DRAIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Options:
    """Deliveries a second, for how long, spread over how many pull requests of as many installations."""

    rate: float
    seconds: float
    installations: int


@dataclass(frozen=True, slots=True)
class Load:
    """What came back: milliseconds of each answer, from the moment it was due; and the answers by status."""

    milliseconds: list[float]
    statuses: Counter[int]

    def line(self, name: str) -> str:
        """Print the row of the table."""
        ordered = sorted(self.milliseconds)
        p50, p90, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.9, 0.99))
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return f"{name:<16} {p50:8.1f} {p90:8.1f} {p99:8.1f} {ordered[-1]:8.1f}   {answers}"

    @property
    def p99(self) -> float:
        """Return the 99th percentile in milliseconds."""
        return sorted(self.milliseconds)[int(len(self.milliseconds) * 0.99)]


def run(options: Options) -> None:
    """Run both and print the table."""
    print(f"{options.rate:g} deliveries a second for {options.seconds:g} s over {options.installations} pull requests")
    print(f"{'':<16} {'p50':>8} {'p90':>8} {'p99':>8} {'max':>8}   milliseconds; answers")
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        with github_process(folder / "github", options.installations) as made:
            with bot_process() as address:
                bot = asyncio.run(_drive(address, made, options))
            print(bot.line("in-memory bot"))
            settings = {**made.settings, "HOLDFAST_DATA_DIR": str(folder / "data"), "HOLDFAST_LOG_FORMAT": "json"}
            with serving(settings, folder / "service.log") as running:
                address = running.address()
                running.wait_for("working")
                service = asyncio.run(_drive(address, made, options))
                print(service.line("holdfast serve"))
                drained = asyncio.run(_drain(address))
    print(f"ratio of p99: {service.p99 / bot.p99:.1f}; the queue was empty {drained:.1f} s after the last delivery")


async def _drive(address: str, made: Made, options: Options) -> Load:
    """Send at the rate whether or not answers come: a slow server does not slow its load."""
    load = Load([], Counter())
    limits = httpx.Limits(max_keepalive_connections=100, max_connections=200)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        warm_up = int(options.rate * _WARM_UP_SECONDS)
        await _send_all(client, made.bodies, options.rate, warm_up, Load([], Counter()))
        await _send_all(client, made.bodies, options.rate, int(options.rate * options.seconds), load)
    return load


async def _send_all(client: httpx.AsyncClient, bodies: Sequence[bytes], rate: float, count: int, load: Load) -> None:
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(_send(client, bodies[number % len(bodies)], due, load))


async def _send(client: httpx.AsyncClient, body: bytes, due: float, load: Load) -> None:
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": str(uuid4()),
        "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(),
    }
    answer = await client.post(PATH, content=body, headers=headers)
    load.milliseconds.append((time.perf_counter() - due) * 1000)
    load.statuses[answer.status_code] += 1


async def _drain(address: str) -> float:
    """Return the seconds until no job waits or runs, at most `_DRAIN_SECONDS`."""
    start = time.perf_counter()
    async with httpx.AsyncClient(base_url=address) as client:
        while time.perf_counter() - start < _DRAIN_SECONDS:
            lines = (await client.get("/metrics")).text.splitlines()
            if {"holdfast_jobs_waiting 0.0", "holdfast_jobs_running 0.0", "holdfast_jobs_scheduled 0.0"} <= set(lines):
                break
            await asyncio.sleep(0.1)
    return time.perf_counter() - start
