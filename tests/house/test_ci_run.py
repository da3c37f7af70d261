"""`.ci/run` gets a browser where it can, and fails no run where it cannot."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.test_dev import write_program
from tests.house.tracked import ROOT

NEEDED = ("bash", "dirname", "timeout")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """`.ci/run` beside a `./dev` that says how it was called, and nothing else on the PATH than what it needs."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci")
    write_program(tmp_path / "dev", 'echo "dev $*"')
    (tmp_path / "bin").mkdir()
    for name in (*NEEDED, "sh"):
        found = shutil.which(name)
        assert found is not None
        (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def run(root: Path, *programs: tuple[str, str], **env: str) -> subprocess.CompletedProcess[str]:
    for name, script in programs:
        write_program(root / "bin" / name, script)
    return subprocess.run(
        ["bash", root / ".ci/run"],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PATH": str(root / "bin"), **env},
    )


APT = ("apt-get", 'echo "apt-get $*"')
ROOT_USER = ("id", "echo 0")
OTHER_USER = ("id", "echo 1000")


def test_root_gets_a_browser_first(checkout: Path) -> None:
    done = run(checkout, APT, ROOT_USER)
    assert (done.returncode, done.stdout) == (0, "dev test\n")
    assert done.stderr.count("apt-get install") == 1
    assert "apt-get install -qq -y --no-install-recommends chromium-headless-shell fonts-dejavu-core" in done.stderr


def test_where_the_shell_is_no_package_the_whole_browser_is_taken(checkout: Path) -> None:
    without = ("apt-get", 'case "$*" in *-shell*) echo "unable to locate"; exit 100 ;; *) echo "apt-get $*" ;; esac')
    done = run(checkout, without, ROOT_USER)
    assert (done.returncode, done.stdout) == (0, "dev test\n")
    assert "apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core" in done.stderr
    assert "could not be installed" not in done.stderr


def test_who_may_become_root_does(checkout: Path) -> None:
    done = run(checkout, APT, OTHER_USER, ("sudo", 'shift; exec "$@"'), ("true", "exit 0"))
    assert (done.returncode, done.stdout) == (0, "dev test\n")
    assert "apt-get install" in done.stderr


@pytest.mark.parametrize("programs", [(), (APT, OTHER_USER), (APT, OTHER_USER, ("sudo", "exit 1"))])
def test_who_may_not_install_runs_without(checkout: Path, programs: tuple[tuple[str, str], ...]) -> None:
    done = run(checkout, *programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "dev test\n", "")


def test_without_a_network_the_run_goes_on_and_says_so(checkout: Path) -> None:
    done = run(checkout, ("apt-get", "echo no network; exit 100"), ROOT_USER)
    assert (done.returncode, done.stdout) == (0, "dev test\n")
    assert "could not be installed" in done.stderr


@pytest.mark.parametrize("name", ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"])
def test_a_browser_that_is_there_is_enough(checkout: Path, name: str) -> None:
    done = run(checkout, APT, ROOT_USER, (name, "exit 0"))
    assert (done.stdout, done.stderr) == ("dev test\n", "")


def test_a_browser_that_is_named_is_enough(checkout: Path) -> None:
    assert run(checkout, APT, ROOT_USER, CHROMIUM="/opt/chromium").stderr == ""


def test_the_run_ends_as_the_tests_do(checkout: Path) -> None:
    write_program(checkout / "dev", "exit 7")
    assert run(checkout, ("chromium", "exit 0")).returncode == 7
    assert os.access(ROOT / ".ci/run", os.X_OK)
