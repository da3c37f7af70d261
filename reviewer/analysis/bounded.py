"""One program over files of a repository, within bounds that its input cannot stretch.

Its own process group, an empty environment, no input, a folder of its own; the operating system ends it
when it uses more processor time, memory or disk than agreed, and we end it when the clock runs out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from math import ceil
from pathlib import Path
from threading import Event, Lock, Timer

from msgspec import Struct

# The shell sets the limits and becomes the program: unlike a function between fork and exec this is safe in a
# process with threads, and unlike prlimit it exists on every POSIX system. A limit that cannot be set (no -v on
# macOS, or a tighter one in force) is left as it is.
_LIMIT = 'ulimit -c 0; ulimit -f "$1"; ulimit -t "$2"; ulimit -v "$3"; shift 3; exec "$@"'
_BLOCK_BYTES = 512  # POSIX: the unit of `ulimit -f`
_CPU_GRACE_SECONDS = 5  # processor time past the clock, should nobody be left to look at the clock


class Bounds(Struct, frozen=True):
    """What a program may use.

    Attributes:
        wall_seconds: from start to end; then its whole process group is killed.
        memory_mib: address space.
        output_mib: size of any file that it writes.
    """

    wall_seconds: float
    memory_mib: int = 4096
    output_mib: int = 64


class End(StrEnum):
    """How a program ended."""

    EXITED = "exited"
    OUT_OF_TIME = "out of time"
    KILLED = "killed"


class Ended(Struct, frozen=True):
    """How a program ended, and what it had written on stdout until then."""

    end: End
    status: int
    output: bytes


class Deadline:
    """When all programs of one piece of work must have ended; it may be brought forward, from any thread."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._groups: set[int] = set()
        self._lock = Lock()

    @property
    def seconds_left(self) -> float:
        """Zero or less once it has passed."""
        return self._end - time.monotonic()

    def pass_now(self) -> None:
        """Nobody waits for the work any more: end its programs, and let no other start."""
        with self._lock:
            self._end = time.monotonic()
            for group in self._groups:
                _kill_group(group)

    @contextmanager
    def watching(self, group: int) -> Generator[None]:
        """Let `pass_now` end this process group meanwhile."""
        with self._lock:
            self._groups.add(group)
            if self.seconds_left <= 0:
                _kill_group(group)
        try:
            yield
        finally:
            with self._lock:
                self._groups.discard(group)


def run_bounded(command: Sequence[str], folder: Path, output: Path, bounds: Bounds, deadline: Deadline) -> Ended:
    """Run `command` in `folder` until it ends or is ended; its stdout goes to the new file `output`."""
    wall_seconds = max(min(bounds.wall_seconds, deadline.seconds_left), 0.0)
    limits = (
        bounds.output_mib * 1024 * 1024 // _BLOCK_BYTES,
        ceil(wall_seconds) + _CPU_GRACE_SECONDS,
        bounds.memory_mib * 1024,
    )
    with output.open("xb") as stdout:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _LIMIT, "sh", *map(str, limits), *command],
            cwd=folder,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
    with deadline.watching(process.pid):
        late = _wait(process, wall_seconds)
    end = End.OUT_OF_TIME if late else End.KILLED if process.returncode < 0 else End.EXITED
    return Ended(end, process.returncode, output.read_bytes())


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait without polling; return whether the clock ended it."""
    late = Event()

    def stop() -> None:
        late.set()
        _kill_group(process.pid)

    clock = Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        process.wait()
    except BaseException:  # an interrupt from the keyboard: leave nothing running, then let it through
        _kill_group(process.pid)
        process.wait()
        raise
    finally:
        clock.cancel()
    return late.is_set() and process.returncode == -signal.SIGKILL


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # gone, or (macOS) only zombies are left in it
        os.killpg(group, signal.SIGKILL)
