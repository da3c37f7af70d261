"""`holdfast` as a process of its own: started as people start it, ended as machines end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

_START_SECONDS = 120.0
_LOOK_SECONDS = 0.05
_STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Service:
    """One running command, whose log goes to a file."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, settings: Mapping[str, str], log: Path, *arguments: str) -> Service:
        """Start `holdfast ARGUMENTS…`; it need not be up yet when this returns."""
        with log.open("ab") as written:
            command = [sys.executable, "-m", "reviewer", *arguments]
            return cls(subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, stderr=written), log)

    def wait_for(self, event: str) -> Mapping[str, object]:
        """Return the newest log line of this event, as soon as there is one.

        Raises:
            SystemExit: the process ended, or said nothing of it in time.
        """
        deadline = time.monotonic() + _START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            found = [line for line in self.lines() if line["event"] == event]
            if found:
                return found[-1]
            time.sleep(_LOOK_SECONDS)
        raise SystemExit(f"no {event!r} in the log:\n{self.log.read_text(encoding='utf-8')}")

    def address(self) -> str:
        """Wait until it listens; where."""
        return str(self.wait_for("listening")["address"])

    def lines(self) -> Iterator[Mapping[str, object]]:
        """Yield the whole lines of the log; what is no JSON (a crash of the interpreter) as an event of its own."""
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                yield cast("Mapping[str, object]", json.loads(line))
            except ValueError:
                yield {"event": line, "level": "plain"}

    def kill(self) -> None:
        """End it as a crash or a lost machine does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def terminate(self) -> None:
        """Ask it to end, and wait for that."""
        self.process.terminate()
        self.process.wait(_STOP_SECONDS)


@contextmanager
def serving(settings: Mapping[str, str], log: Path) -> Generator[Service]:
    """Run `holdfast serve` for the block."""
    service = Service.start(settings, log, "serve", "--port", "0")
    try:
        yield service
    finally:
        service.terminate()
