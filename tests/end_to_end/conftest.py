"""The whole service against a fake GitHub with real git repositories, over real HTTP on the loopback."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.end_to_end.processes import Process, environment
from tests.shops import Shop, fake_server, shop
from tests.webhooks import PATH, SECRET

__all__ = ["fake_server", "shop"]

Run = Callable[..., Process]


@pytest.fixture
def data_dir() -> Generator[Path]:
    # Not under pytest's own folder: that one is closed to other accounts, and as root the server has its own.
    made = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def run(shop: Shop, data_dir: Path) -> Generator[Run]:
    """Starts `holdfast ARGUMENTS…`; at the end every process is gone and no log holds a secret."""
    started: list[Process] = []

    def start(*arguments: str, **settings: str) -> Process:
        process = Process.start(environment(shop, data_dir, **settings), *arguments, folder=data_dir)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.popen.poll() is None:
            process.terminate()
    for process in started:
        sys.stdout.write("".join(["\n", *process.raw]))  # shown when the test failed
    secrets = (SECRET, shop.app.private_key.splitlines()[1], *shop.world.tokens)
    for line in (line for process in started for line in process.raw):
        assert not [secret for secret in secrets if secret in line], "a secret is in the log"


@pytest.fixture
def serve(run: Run, shop: Shop) -> Run:
    """Starts `holdfast serve` and points GitHub's webhook at it."""

    def start(**settings: str) -> Process:
        process = run("serve", "--port", "0", **settings)
        shop.world.webhook = (process.address() + PATH, SECRET)
        return process

    return start
