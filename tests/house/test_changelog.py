"""The fragments of the change log: each is named so that it gets into the next release."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tracked import ROOT

TYPES = {it["directory"] for it in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["towncrier"]["type"]}


def test_every_fragment_is_of_a_type() -> None:
    names = [file.name for file in (ROOT / "changelog.d").iterdir() if file.name != "README.md"]
    assert [name for name in names if not name.endswith(".md") or name.split(".")[-2] not in TYPES] == []


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_fragment_gets_into_the_next_release(tmp_path: Path, kind: str) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    fragments = tmp_path / "changelog.d"
    fragments.mkdir()
    (fragments / f"+lantern.{kind}.md").write_text("The lantern is lit.\n")
    command = [Path(sys.executable).parent / "towncrier", "build", "--version", "9.9.9", "--yes"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "CHANGELOG.md").read_text()
    release = text[text.index("## [9.9.9]") : text.index("## [Unreleased]")]
    assert f"### {kind.capitalize()}\n\n- The lantern is lit." in release
