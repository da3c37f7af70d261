"""kill -9 of `holdfast serve` at random moments, over and over, while pull requests move on."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.chaos.toll import Toll, count, wait_for_rest
from benchmarks.chaos.town import Town, town
from benchmarks.served.service import Service
from reviewer.jobs.postgres import PostgresServer, running

_OWNERS: Final = 6
_REST_EVERY: Final = 25
_SHOWN_ERRORS: Final = 3
_LONGEST_LIFE_SECONDS: Final = 4.0
_START_SECONDS: Final = 3.0
_AT_WORK: Final = 0.75
"""How often a life is counted from the moment when its worker works, and not from when it listens."""
_WORKER_DIES: Final = 0.25
"""How often the worker is killed before the service is, which begins it again."""
_MOST_AT_ONCE: Final = 4
_OF_THE_KILL: Final = "the worker ended and begins again"


@dataclass(slots=True)
class Campaign:
    """One town, one service that dies and comes back over the same data directory."""

    town: Town
    random: Random
    folder: Path
    deaths: int = 0
    worker_deaths: int = 0
    before_listening: int = 0
    service: Service | None = None
    errors: list[str] = field(default_factory=list[str])

    @property
    def database(self) -> str:
        """URL of the service's embedded database."""
        return PostgresServer((self.folder / "data").resolve() / "postgresql").url()

    def start(self) -> Service:
        """Start the service again; the log of the last one is dropped, its bugs are kept."""
        settings = self.town.settings() | {"HOLDFAST_DATA_DIR": str(self.folder / "data")}
        log = self.folder / "service.log"
        log.write_bytes(b"")
        self.service = Service.start(settings, log, "serve", "--port", "0")
        return self.service

    def end(self) -> None:
        """Leave no process behind, wherever the campaign was broken off."""
        if self.service is not None and self.service.process.poll() is None:
            self.service.kill()
        with running(self.folder / "data"):
            """Which ends a database that lost its service, and then its own."""

    def round(self, threads: ThreadPoolExecutor) -> None:
        """Start it, let things happen, kill it."""
        service = self.start()
        if self.random.random() < 0.1:
            time.sleep(self.random.uniform(0.1, _START_SECONDS))
            self.before_listening += "listening" not in {line["event"] for line in service.lines()}
        else:
            self.town.listen_at(service.address())
            if self.random.random() < _AT_WORK:
                service.wait_for("working")
            if self.random.random() < _WORKER_DIES:
                self._kill_worker(service)
            life = self.random.uniform(0.0, _LONGEST_LIFE_SECONDS)
            dies_at = time.monotonic() + life
            self._missed(threads)
            for moment in sorted(self.random.uniform(0.0, life) for _ in range(self.random.randint(1, _MOST_AT_ONCE))):
                time.sleep(max(0.0, dies_at - life + moment - time.monotonic()))
                threads.submit(self.town.something_happens, Random(self.random.random()))
            time.sleep(max(0.0, dies_at - time.monotonic()))
        service.kill()
        self.deaths += 1
        self._note_errors(service)

    def _kill_worker(self, service: Service) -> None:
        os.kill(int(str(service.wait_for("the worker begins")["pid"])), signal.SIGKILL)
        self.worker_deaths += 1

    def rest(self, threads: ThreadPoolExecutor) -> tuple[float, Toll]:
        """Let it live until everything is worked off; how long that took (seconds), and the toll up to now."""
        service = self.start()
        self.town.listen_at(service.address())
        for sent in self._missed(threads):
            sent.result()
        seconds = wait_for_rest(service.address())
        toll = count(self.town, self.database)
        service.terminate()
        self._note_errors(service)
        return seconds, toll

    def _missed(self, threads: ThreadPoolExecutor) -> list[Future[None]]:
        """Send again what was never acknowledged, as GitHub does when it is asked to."""
        return [threads.submit(self.town.deliver, one) for one in list(self.town.sent) if not one.acknowledged]

    def _note_errors(self, service: Service) -> None:
        lines = [line for line in service.lines() if line["event"] != _OF_THE_KILL]
        self.errors += [str(line) for line in lines if line.get("level") in {"error", "critical", "plain"}]


def run(rounds: int, seed: int) -> bool:
    """Kill the service so many times; print what it cost, and return whether that was nothing."""
    print(f"kill -9 of `holdfast serve`, {rounds} rounds, seed {seed}")
    print("acknowledged deliveries lost / heads with other than one completed check run / comments doubled")
    with tempfile.TemporaryDirectory(prefix="holdfast-chaos-") as name, town(Path(name) / "github", _OWNERS) as made:
        campaign = Campaign(made, Random(seed), Path(name))
        try:
            toll = _killed(campaign, rounds)
        finally:
            campaign.end()
        for error in campaign.errors[:_SHOWN_ERRORS]:
            print(f"logged: {error}")
    return toll.is_nothing


def _killed(campaign: Campaign, rounds: int) -> Toll:
    """All rounds, with a rest after every few; they end early where something went wrong."""
    with ThreadPoolExecutor(_MOST_AT_ONCE * 4) as threads:
        _, toll = _opened(campaign, threads)
        while campaign.deaths < rounds and toll.is_nothing:
            for _ in range(min(_REST_EVERY, rounds - campaign.deaths)):
                campaign.round(threads)
            seconds, toll = campaign.rest(threads)
            print(_line(campaign, seconds, toll), flush=True)
    return toll


def _opened(campaign: Campaign, threads: ThreadPoolExecutor) -> tuple[float, Toll]:
    """Every pull request is reviewed once, before the first death."""
    campaign.town.all_opened()
    return campaign.rest(threads)


def _line(campaign: Campaign, seconds: float, toll: Toll) -> str:
    sent = campaign.town.sent
    heads = sum(len(pull.heads) for pull in campaign.town.pulls)
    acknowledged = sum(one.acknowledged for one in sent)
    comments = sum(len(pull.comments) for pull in campaign.town.pulls)
    return (
        f"{campaign.deaths:4} deaths ({campaign.before_listening} before it listened), "
        f"{campaign.worker_deaths} of workers alone, {acknowledged} deliveries, "
        f"{heads} heads, {comments} comments, {len(campaign.errors)} errors logged, at rest after {seconds:.0f} s: "
        f"{toll.line()}"
    )
