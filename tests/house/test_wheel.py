"""The wheel: both packages, the rules as data, the command, and nothing else."""

import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.tracked import ROOT, tracked_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", target]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    return ZipFile(next(target.glob("*.whl")))


def metadata(wheel: ZipFile, name: str) -> bytes:
    return wheel.read(next(entry for entry in wheel.namelist() if entry.endswith(f".dist-info/{name}")))


@pytest.mark.parametrize("package", ["reviewer", "checks"])
def test_it_carries_the_whole_package(wheel: ZipFile, package: str) -> None:
    assert {str(path) for path in tracked_files(package)} <= set(wheel.namelist())


def test_it_carries_every_rule_as_data_and_no_fixture(wheel: ZipFile) -> None:
    rules = {f"reviewer/{path}" for path in tracked_files("semgrep-rules/**.yaml")}
    carried = {name for name in wheel.namelist() if name.startswith("reviewer/semgrep-rules/")}
    assert rules <= carried
    assert {name for name in carried if Path(name).suffix != ".yaml"} == {"reviewer/semgrep-rules/rules.json"}


def test_it_carries_nothing_else(wheel: ZipFile) -> None:
    top = {name.split("/")[0] for name in wheel.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"reviewer", "checks"}


def test_its_command_exists(wheel: ZipFile) -> None:
    assert metadata(wheel, "entry_points.txt").decode().split() == [
        "[console_scripts]",
        "holdfast",
        "=",
        "reviewer.cli:main",
    ]


def test_it_asks_for_python_3_11(wheel: ZipFile) -> None:
    assert message_from_bytes(metadata(wheel, "METADATA"))["Requires-Python"] == ">=3.11"


def test_it_carries_what_the_setup_asks_of_github(wheel: ZipFile) -> None:
    assert wheel.read("reviewer/app.yml") == (ROOT / "app.yml").read_bytes()
