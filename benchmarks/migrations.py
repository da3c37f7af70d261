"""All checks of the area migrations over 500 added migration files, in one process.

Without arguments the files are made from a fixed seed, a third of them each Django, Alembic and SQL. With the
path of a git repository the newest 500 migrations of its HEAD are judged as if all of them were added at once.
The floor is parsing the Python files once with `ast`. Medians of some runs after one that does not count;
`cold` is the whole process, with its imports.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.made_migrations import made_migrations
from checks.kit import Area, ChangeSet, Database
from checks.kit.change import FileVersions, Status
from checks.kit.discovery import checks_of
from checks.kit.source import Source
from checks.schema.reading import read_migration

_FILES = 500
_RUNS = 5


def main(arguments: list[str]) -> None:
    """Print the table; `once` judges one time and prints nothing."""
    started = time.perf_counter()
    given = [item for item in arguments if item != "once"]
    files = _of_repository(Path(given[0])) if given else _made()
    if "once" in arguments:
        _judged(files)
        return
    size = sum(len(file.head or b"") for file in files)
    print(f"{len(files)} files, {size / 1e6:.2f} MB; seconds, median of {_RUNS}, and of the processor alone")
    hits = _judged(files)
    cold = time.perf_counter() - started
    print(f"{'judged':>8} {_measured(lambda: _judged(files))}   {hits} hits")
    print(f"{'read':>8} {_measured(lambda: _read(files))}")
    print(f"{'floor':>8} {_measured(lambda: _parse(files))}   ast.parse of the Python files")
    print(f"{'cold':>8} {cold:7.3f} {'':7}   first run with imports")
    command = [sys.executable, "-m", "benchmarks.migrations", *given, "once"]
    print(f"{'process':>8} {_measured(lambda: _run(command))}   from start to exit")


def _made() -> list[FileVersions]:
    made = made_migrations(_FILES)
    return [FileVersions(path, Status.ADDED, None, text.encode()) for path, text in made.items()]


def _of_repository(folder: Path) -> list[FileVersions]:
    listed = _git(folder, "ls-tree", "-r", "--name-only", "HEAD").decode().splitlines()
    found: list[FileVersions] = []
    for path in reversed(listed):
        if path.endswith((".py", ".sql")) and ("migrations/" in path or "versions/" in path):
            data = _git(folder, "show", f"HEAD:{path}")
            if read_migration(Source(path, data), Database()) is not None:
                found.append(FileVersions(path, Status.ADDED, None, data))
        if len(found) == _FILES:
            break
    return found


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True).stdout


def _judged(files: list[FileVersions]) -> int:
    checks = [(check, check.options()) for check in checks_of(Area.MIGRATIONS) if check.enabled]
    return sum(1 for change in ChangeSet(files) for check, options in checks for _ in check.find(change, options))


def _read(files: list[FileVersions]) -> None:
    for file in files:
        read_migration(Source(file.path, file.head or b""), Database())


def _parse(files: list[FileVersions]) -> None:
    for file in files:
        if file.path.endswith(".py"):
            ast.parse(file.head or b"")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _measured(work: Callable[[], object]) -> str:
    """Seconds by the clock and by the processor, children included: on a busy machine only the second tells."""
    work()
    clock: list[float] = []
    processor: list[float] = []
    for _ in range(_RUNS):
        start, used = time.perf_counter(), _processor_seconds()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(_processor_seconds() - used)
    return f"{median(clock):7.3f} {median(processor):7.3f}"


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(sys.argv[1:])
