"""The service as people run it: a process of its own, started by its command, ended by signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import cast

from tests.shops import Shop
from tests.webhooks import SECRET

_PATIENCE_SECONDS = 90.0


def environment(shop: Shop, data_dir: Path, **more: str) -> dict[str, str]:
    """The settings of a service for the shop's App; nothing of the one who runs the tests."""
    own = {
        "HOLDFAST_APP_ID": str(shop.app.id),
        "HOLDFAST_PRIVATE_KEY": shop.app.private_key,
        "HOLDFAST_WEBHOOK_SECRET": SECRET,
        "HOLDFAST_GITHUB_API_URL": shop.world.root,
        "HOLDFAST_DATA_DIR": str(data_dir),
        "HOLDFAST_LOG_FORMAT": "json",
        "HOLDFAST_LOG_LEVEL": "debug",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    return {**kept, **own, **more}


@dataclass(slots=True)
class Process:
    """A running `holdfast` command whose log is read line by line as it comes."""

    popen: subprocess.Popen[str]
    lines: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    raw: list[str] = field(default_factory=list[str])
    _news: SimpleQueue[str | None] = field(default_factory=SimpleQueue[str | None])
    _reader: Thread = field(init=False)

    @classmethod
    def start(cls, settings: Mapping[str, str], *arguments: str, folder: Path) -> Process:
        popen = subprocess.Popen(
            [sys.executable, "-m", "reviewer", *arguments],
            env={**settings, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        made = cls(popen)
        made._reader.start()
        return made

    def __post_init__(self) -> None:
        self._reader = Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        assert self.popen.stderr is not None
        with self.popen.stderr as log:
            for line in log:
                self._news.put(line)
        self._news.put(None)

    def wait_for(self, matches: Callable[[Mapping[str, object]], bool], what: str) -> Mapping[str, object]:
        """Return the next log line that matches; fail the test when the process ends or stays silent."""
        while True:
            try:
                line = self._news.get(timeout=_PATIENCE_SECONDS)
            except Empty:
                raise AssertionError(f"waited for {what}; the log so far: {self.raw}") from None
            assert line is not None, f"the process ended before {what}; its log: {self.raw}"
            found = self._keep(line)
            if matches(found):
                return found

    def address(self) -> str:
        return str(self.wait_for(lambda line: line["event"] == "listening", "the address")["address"])

    def kill(self) -> None:
        """End it as a crash or a lost machine does."""
        self.popen.send_signal(signal.SIGKILL)
        self.wait()

    def terminate(self) -> int:
        """Ask it to end; return its exit status once it has."""
        self.popen.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Return the exit status, with the rest of the log read."""
        status = self.popen.wait(_PATIENCE_SECONDS)
        while (line := self._news.get(timeout=_PATIENCE_SECONDS)) is not None:
            self._keep(line)
        self._reader.join(_PATIENCE_SECONDS)
        return status

    def _keep(self, line: str) -> Mapping[str, object]:
        self.raw.append(line)
        try:
            found = cast("Mapping[str, object]", json.loads(line))
        except ValueError:
            found = {"event": line, "plain": True}
        self.lines.append(found)
        return found
