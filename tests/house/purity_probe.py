"""Run as a process of its own: every check over every example while any I/O raises.

`python tests/house/purity_probe.py` prints how much it ran; with the name of a plant it commits that
offence instead, which proves that the hook bites. An audit hook cannot be removed: hence the process.
"""

import importlib
import inspect
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType

import checks
from checks.kit import Change
from checks.kit.discovery import all_checks, page_of

FORBIDDEN = (
    "ftplib.",
    "glob.",
    "http.",
    "mmap.",
    "open",
    "os.",
    "pathlib.",
    "pty.",
    "shutil.",
    "smtplib.",
    "socket.",
    "sqlite3.",
    "subprocess.",
    "tempfile.",
    "urllib.",
    "webbrowser.",
)


class ImpureError(BaseException):
    """I/O in a check; not an Exception, so that no check can swallow it."""


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN) and not is_import(inspect.currentframe()):
        message = f"{event} {arguments!r}"
        raise ImpureError(message)


def is_import(frame: FrameType | None) -> bool:
    """Libraries import parts of themselves late; the import system may read, a check may not."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib."):
            return True
        frame = frame.f_back
    return False


def import_everything(package: ModuleType) -> int:
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in names:
        importlib.import_module(name)
    return len(names)


def run_everything() -> dict[str, int]:
    modules = import_everything(checks)
    found = all_checks()
    pull_requests = [example.changes() for check in found for example in check.examples]
    sys.addaudithook(refuse)
    assert all(page_of(check).title for check in found)
    hits = sum(count_hits(change) for changes in pull_requests for change in changes)
    return {"modules": modules, "checks": len(found), "examples": len(pull_requests), "hits": hits}


def count_hits(change: Change) -> int:
    return sum(1 for check in all_checks() for _ in check.find(change, check.options()))


def swallow() -> None:
    try:
        Path(__file__).read_bytes()
    except Exception:  # noqa: BLE001  # the offence itself: a check that hides its I/O
        return


PLANTS: dict[str, Callable[[], object]] = {
    "read": lambda: Path(__file__).read_bytes(),
    "write": lambda: Path(os.devnull).write_bytes(b""),
    "list": lambda: os.listdir("."),  # noqa: PTH208  # another way past pathlib
    "remove": lambda: Path("absent").unlink(missing_ok=True),
    "temporary": tempfile.mkdtemp,
    "socket": lambda: socket.socket().close(),
    "resolve": lambda: socket.getaddrinfo("localhost", 80),
    "process": lambda: subprocess.run(["true"], check=True),
    "swallowed": swallow,
}


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.addaudithook(refuse)
        PLANTS[sys.argv[1]]()
    else:
        print(json.dumps(run_everything()))  # noqa: T201  # read by the test
