"""The wheel as uvx and pipx install it: in an environment of its own, away from the checkout."""

from __future__ import annotations

import json
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.house.tracked import ROOT
from tests.reviewer.cli.running import LOST, harmless, unguarded

FOUND = """
import json, reviewer, checks
from reviewer.github.manifest import manifest
print(json.dumps([reviewer.__file__, checks.__file__, manifest("Acme", "https://a.example")["url"]]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with nothing but the wheel; what it depends on is borrowed from ours."""
    home = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", home]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    venv.create(home / "env", with_pip=False, symlinks=True)
    uv = [sys.executable, "-m", "uv", "pip", "install", "-q", "--offline", "--no-deps", "--python", home / "env"]
    subprocess.run([*uv, next(home.glob("*.whl"))], check=True, capture_output=True)
    (packages,) = (home / "env/lib").glob("python*/site-packages")
    # A folder that a .pth file names is searched last, and the .pth files in it (our own checkout's) do not count.
    (packages / "borrowed.pth").write_text(f"{site.getsitepackages()[0]}\n")
    return home / "env/bin"


def run(program: Path, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "python", "-c", FOUND, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    *files, url = json.loads(done.stdout)
    assert [Path(file).is_relative_to(installed.parent) for file in files] == [True, True]
    assert url == "https://a.example"


def test_it_reviews_a_repository(installed: Path, tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop")
    done = run(installed / "holdfast", "review", "--format", "json", folder=repository.path)
    assert done.returncode == 1, done.stderr
    assert LOST in {finding["check"] for finding in json.loads(done.stdout)["findings"]}


def test_it_is_silent_where_nothing_was_lost(installed: Path, tmp_path: Path) -> None:
    repository = harmless(tmp_path / "shop")
    done = run(installed / "holdfast", "review", folder=repository.path)
    assert (done.returncode, "nothing found" in done.stdout) == (0, True), done.stderr
