"""What every test stands on: an environment that nobody's machine or account shines through."""

import gc
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import cast

import pytest
from hypothesis import settings

from tests.browsers import HOW_TO_GET_ONE, find_browser

pytest_plugins = ("tests.databases",)

# No example is timed, and each run tries the same ones: neither a busy machine nor a draw of luck turns a commit red.
# `./dev test --hypothesis-profile explore` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, derandomize=False, max_examples=2_000)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Some tests are matrices: `./dev test` walks through a part that meets each row and column, this through all."""
    parser.addoption("--whole", action="store_true", help="every fault at every call, a kill at every stage")


_PAGES = "tests/browser/"
_SERVICES = ("tests/end_to_end/", "tests/security/", "tests/reviewer/web/test_database_away")


@pytest.hookimpl(trylast=True)  # behind the shuffling
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker has its share of the tests of whole services, and they come to them one after the other.

    Such a test waits more than it works: while one worker is at them, the others keep the processors busy. Workers
    begin with equal parts of the list, and take over from each other's ends.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    pages = [item for item in items if item.nodeid.startswith(_PAGES)]  # of one worker, which starts the browser
    slow = [item for item in items if item.nodeid.startswith(_SERVICES)]
    rest = [item for item in items if not item.nodeid.startswith((_PAGES, *_SERVICES))]
    items.clear()
    for at in range(workers):
        own = rest[at::workers]
        before = len(own) * at // workers
        items += [*(pages if at + 1 == workers else ()), *own[:before], *slow[at::workers], *own[before:]]


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking for garbage in it took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def no_search_at_each_request() -> Iterator[None]:
    """Where sniffio is not installed, as here, httpcore searches every path for it at each request: a twentieth."""
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("sniffio") is None:
            patch.setitem(cast("dict[str, object]", sys.modules), "sniffio", None)
        yield


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--whole"))


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """Git without anybody's settings or identity, Holdfast without anybody's account."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("HOLDFAST_", "GIT_"))]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        settings_of_git = {"init.defaultBranch": "main", "maintenance.auto": "false"}  # a commit would begin two more
        patch.setenv("GIT_CONFIG_COUNT", f"{len(settings_of_git)}")
        for number, (name, value) in enumerate(settings_of_git.items()):
            patch.setenv(f"GIT_CONFIG_KEY_{number}", name)
            patch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Test")
            patch.setenv(f"GIT_{role}_EMAIL", "test@example.com")
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out: nothing is, but where there is no browser."""
    if find_browser() is None:
        terminalreporter.write_line(HOW_TO_GET_ONE, yellow=True)
