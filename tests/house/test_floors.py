"""The contracts of pyproject.toml bite: a copy of this tree with planted imports fails on each."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# path of the planted file, its only line, and the link that import-linter must show
OFFENCES = (
    ("reviewer/domain/planted.py", "import reviewer.config", "reviewer.domain.planted -> reviewer.config"),
    ("reviewer/local/planted.py", "import reviewer.github", "reviewer.local.planted -> reviewer.github"),
    ("reviewer/store/planted.py", "import reviewer.web", "reviewer.store.planted -> reviewer.web"),
    ("checks/kit/planted.py", "import reviewer.domain", "checks.kit.planted -> reviewer.domain"),
    ("checks/kit/late.py", "def late():\n    import checks.ledger", "checks.kit.late -> checks.ledger"),
    ("checks/auth/planted.py", "import checks.migrations", "checks.auth.planted -> checks.migrations"),
    ("checks/kit/opens.py", "import os", "checks.kit.opens -> os"),
    ("checks/kit/clock.py", "from time import time", "checks.kit.clock -> time"),
    ("checks/ledger/logs.py", "import logging", "checks.ledger.logs -> logging"),
    ("reviewer/web/calls.py", "import githubkit", "reviewer.web.calls -> githubkit"),
    ("reviewer/web/queues.py", "import procrastinate", "reviewer.web.queues -> procrastinate"),
    ("reviewer/local/reads.py", "import sqlalchemy", "reviewer.local.reads -> sqlalchemy"),
    ("reviewer/web/runs.py", "import subprocess", "reviewer.web.runs -> subprocess"),
)


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tree,
        env={"COLUMNS": "300"},
    )


def copy_of_the_tree(target: Path) -> Path:
    for package in ("reviewer", "checks"):
        shutil.copytree(ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


@pytest.fixture(scope="module")
def offended(tmp_path_factory: pytest.TempPathFactory) -> str:
    tree = copy_of_the_tree(tmp_path_factory.mktemp("offended"))
    for path, line, _ in OFFENCES:
        (tree / path).write_text(f"{line}\n")
    done = lint(tree)
    assert done.returncode == 1
    return done.stdout


@pytest.mark.parametrize("link", [link for _, _, link in OFFENCES])
def test_an_import_that_goes_up_or_out_is_named(offended: str, link: str) -> None:
    assert f"{link} (l." in offended or f"{link}:" in offended


@pytest.mark.parametrize("room", ["reviewer/newroom", "checks/newarea"])
def test_a_folder_without_a_floor_fails(tmp_path: Path, room: str) -> None:
    tree = copy_of_the_tree(tmp_path)
    (tree / room).mkdir()
    (tree / room / "__init__.py").write_text('"""A room that nobody put on a floor."""\n')
    done = lint(tree)
    assert done.returncode == 1
    assert room.split("/")[1] in done.stdout


def test_the_tree_itself_holds(tmp_path: Path) -> None:
    done = lint(copy_of_the_tree(tmp_path))
    assert done.returncode == 0, done.stdout
