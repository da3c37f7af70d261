"""Immediate stops of PostgreSQL under a steady load: what was acknowledged stays, and every request is answered."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Final

import httpx
import psutil

from benchmarks.chaos.toll import count, wait_for_rest
from benchmarks.chaos.town import Sent, Town, town
from benchmarks.served.beside import SECRET
from benchmarks.served.service import serving
from reviewer.jobs.postgres import PostgresServer, running
from reviewer.web.webhook import PATH
from tests.fakes.github.webhooks import headers_for

_OWNERS: Final = 12
_RATE: Final = 20.0
_LIVES: Final = (1.0, 4.0)
_AWAY: Final = (0.0, 12.0)
_PATIENCE_SECONDS: Final = 30.0
ANSWER_SECONDS: Final = 8.0


@dataclass(slots=True)
class Load:
    """Deliveries at a steady rate, whether or not answers come.

    Attributes:
        address: of the webhook.
        seconds: of each answer.
        statuses: of the answers; 0 for none within `_PATIENCE_SECONDS`.
    """

    town: Town
    address: str
    random: Random
    ended: Event = field(default_factory=Event)
    seconds: list[float] = field(default_factory=list[float])
    statuses: Counter[int] = field(default_factory=Counter[int])

    def run(self) -> None:
        """Send until `ended` is set; then wait for the answers."""
        asyncio.run(self._send_all())

    async def _send_all(self) -> None:
        url, secret = self.address, SECRET
        limits = httpx.Limits(max_connections=400)
        async with httpx.AsyncClient(limits=limits, timeout=_PATIENCE_SECONDS) as client, asyncio.TaskGroup() as group:
            begun, number = time.monotonic(), 0
            while not self.ended.is_set():
                group.create_task(self._send(client, url, secret, self.town.again(self.random)))
                number += 1
                await asyncio.sleep(max(0.0, begun + number / _RATE - time.monotonic()))

    async def _send(self, client: httpx.AsyncClient, url: str, secret: str, sent: Sent) -> None:
        body = sent.body()
        begun = time.monotonic()
        try:
            headers = headers_for(sent.event.name, sent.guid, body, secret)
            status = (await client.post(url, content=body, headers=headers)).status_code
        except httpx.HTTPError:
            status = 0
        self.seconds.append(time.monotonic() - begun)
        self.statuses[status] += 1
        sent.statuses.append(status)


def run(stops: int, seed: int) -> bool:
    """Stop the database so many times; print what it cost, and return whether that was nothing."""
    low, high = _AWAY
    print(f"PostgreSQL stopped at once {stops} times, for {low:g} to {high:g} s, at {_RATE:g} deliveries a second")
    random = Random(seed)
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-chaos-") as name,
        town(Path(name) / "github", _OWNERS) as made,
        running(Path(name) / "data") as server,
        serving(made.settings() | {"HOLDFAST_DATABASE_URL": server.url()}, Path(name) / "service.log") as service,
    ):
        load = Load(made, service.address() + PATH, random)
        _strike(server, load, random, stops)
        seconds = wait_for_rest(service.address())
        toll = count(made, server.url())
    answers = ", ".join(f"{times} x {status or 'none'}" for status, times in sorted(load.statuses.items()))
    slowest = max(load.seconds)
    print(f"answers: {answers}; the slowest took {slowest:.1f} s; at rest {seconds:.0f} s after the last delivery")
    print(f"lost / heads with other than one completed check run / comments doubled: {toll.line()}")
    return toll.is_nothing and slowest <= ANSWER_SECONDS and not load.statuses[0]


def _strike(server: PostgresServer, load: Load, random: Random, stops: int) -> None:
    sending = Thread(target=load.run)
    sending.start()
    try:
        for number in range(1, stops + 1):
            time.sleep(random.uniform(*_LIVES))
            process = psutil.Process(server.process_id())
            os.kill(process.pid, signal.SIGQUIT)
            process.wait(_PATIENCE_SECONDS)
            away = random.uniform(*_AWAY)
            time.sleep(away)
            server.start()
            print(f"{number:4} stops, the last one for {away:4.1f} s; {dict(load.statuses)}", flush=True)
        time.sleep(_LIVES[0])
    finally:
        load.ended.set()
        sending.join()
