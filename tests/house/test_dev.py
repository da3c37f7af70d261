"""./dev: it lists what it can do, says what is wrong, and stays out of the way when nothing is to be done."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tracked import ROOT

LISTED = re.findall(r"^  (\w+) ", (ROOT / "dev").read_text(), flags=re.MULTILINE)


def dev(*arguments: str, root: Path = ROOT, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", root / "dev", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or root,
        env={"PATH": os.environ["PATH"], **env},
    )


def write_program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What ./dev looks at, and a ready environment whose command says how it was called."""
    root = tmp_path / "a checkout"
    (root / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "dev", root)
    (root / "pyproject.toml").write_text("# project\n")
    (root / "requirements/dev.lock").write_text("# lock\n")
    for program in ("python", "holdfast", "ruff", "pytest"):
        write_program(
            root / f".venv/bin/{program}", f'echo {program} "in $PWD"; for word in "$@"; do echo "<$word>"; done'
        )
    shutil.copy(root / "pyproject.toml", root / ".venv")
    shutil.copy(root / "requirements/dev.lock", root / ".venv")
    return root


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_it_lists_its_tasks(arguments: tuple[str, ...]) -> None:
    done = dev(*arguments)
    assert done.returncode == 0
    assert {"holdfast", "test", "format", "lint", "types", "floors", "docs", "lock", "bench", "clean"} <= set(LISTED)
    assert all(f"  {task} " in done.stdout for task in LISTED)


@pytest.mark.parametrize("task", ["tset", "Test", "rm -rf", "*", "--version"])
def test_an_unknown_task_is_named_and_nothing_runs(task: str) -> None:
    done = dev(task)
    assert done.returncode == 2
    assert f'there is no task "{task}"' in done.stderr
    assert "holdfast ARGS" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("task", sorted(set(LISTED) - {"clean"}))
def test_a_listed_task_is_no_unknown_task(checkout: Path, task: str) -> None:
    assert "there is no task" not in dev(task, root=checkout).stderr


def test_the_product_runs_where_the_caller_stands_with_the_callers_words(checkout: Path, tmp_path: Path) -> None:
    done = dev("holdfast", "review", "--repo", "a b", "", "*", root=checkout, cwd=tmp_path)
    assert done.stdout.splitlines() == [f"holdfast in {tmp_path}", "<review>", "<--repo>", "<a b>", "<>", "<*>"]
    assert done.stderr == ""


def test_a_tool_runs_at_the_root(checkout: Path, tmp_path: Path) -> None:
    done = dev("lint", "--fix", root=checkout, cwd=tmp_path)
    assert done.stdout.splitlines() == [f"ruff in {checkout}", "<check>", "<--fix>"]


def test_the_exit_code_is_the_tools(checkout: Path) -> None:
    write_program(checkout / ".venv/bin/holdfast", "exit 3")
    assert dev("holdfast", "review", root=checkout).returncode == 3


def test_a_hooks_git_directory_does_not_leak_into_the_tests(checkout: Path) -> None:
    write_program(checkout / ".venv/bin/pytest", 'echo "GIT_DIR=${GIT_DIR-unset}"')
    assert dev("test", "tests/house", root=checkout, GIT_DIR="elsewhere").stdout == "GIT_DIR=unset\n"


@pytest.mark.parametrize("stale", [".venv/dev.lock", ".venv/pyproject.toml", ".venv/bin/python"])
def test_without_a_python_it_says_so_and_leaves_nothing_half_made(checkout: Path, stale: str) -> None:
    (checkout / stale).unlink()
    write_program(checkout / "old/python3.10", "exit 1")
    done = dev("lint", root=checkout, PYTHON="absent-python python3.10", PATH=f"{checkout / 'old'}:/usr/bin:/bin")
    assert done.returncode == 2
    assert "no Python 3.11 or newer with venv and pip among: absent-python python3.10" in done.stderr
    assert "PYTHON=/path/to/python ./dev" in done.stderr
    assert not (checkout / ".venv.lock").exists()
    assert done.stdout == ""


def test_a_benchmark_that_does_not_exist_is_named(checkout: Path) -> None:
    done = dev("bench", "nothing", root=checkout)
    assert done.returncode == 2
    assert "there is no benchmarks/nothing.py" in done.stderr


def test_it_waits_for_no_process_that_is_gone_and_leaves_no_turn_behind(checkout: Path) -> None:
    (checkout / ".venv/dev.lock").unlink()
    ended = subprocess.Popen(["true"])
    ended.wait()
    (checkout / ".venv.lock").mkdir()
    (checkout / ".venv.lock/pid").write_text(f"{ended.pid}\n")
    write_program(checkout / ".venv/bin/uv", "exit 0")
    done = dev("lint", root=checkout)
    assert done.stdout.splitlines()[-2:] == [f"ruff in {checkout}", "<check>"]
    assert not (checkout / ".venv.lock").exists()
    assert (checkout / ".venv/dev.lock").read_text() == (checkout / "requirements/dev.lock").read_text()
