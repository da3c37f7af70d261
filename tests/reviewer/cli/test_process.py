"""The command as a process: what a shell, a pipe, a terminal and Ctrl-C make of it."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reviewer.cli.running import harmless, unguarded

ROOT = Path(__file__).parents[3]
HEAVY = ("pydantic", "rich", "libcst", "ruamel", "checks", "starlette", "sqlalchemy", "githubkit", "asyncio", "logging")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "reviewer", *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **variables},
    )


def test_help_and_version_load_almost_nothing() -> None:
    program = (
        "import sys; from reviewer.cli.application import run\n"
        "try: run()\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    for option in ("--help", "--version"):
        done = subprocess.run(
            [sys.executable, "-c", program, option], capture_output=True, text=True, check=True, cwd=ROOT
        )
        assert done.stderr == "[]\n"
        assert "holdfast" in done.stdout.lower()


def test_a_review_does_not_load_the_server(tmp_path: Path) -> None:
    program = (
        "import sys; from reviewer.cli.application import run\n"
        "try: run()\n"
        "except SystemExit: print([name for name in ('starlette', 'sqlalchemy', 'githubkit', 'procrastinate',"
        " 'uvicorn', 'rich', 'reviewer.app') if name in sys.modules], file=sys.stderr)\n"
    )
    arguments = ("review", "--repo", str(harmless(tmp_path / "shop").path), "--format", "json")
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == "[]\n"
    assert json.loads(done.stdout)["verdict"] == "success"


def test_statuses_reach_the_shell(tmp_path: Path) -> None:
    done = run("review", "--repo", unguarded(tmp_path / "shop").path)
    assert (done.returncode, done.stderr) == (1, "")
    assert run("review", "--nowhere").returncode == 2


def test_a_reader_that_goes_away_is_met_in_silence(tmp_path: Path) -> None:
    listing = tmp_path / "batch.jsonl"
    line = json.dumps({"id": 1, "repo": str(harmless(tmp_path / "shop").path)})
    listing.write_text(f"{line}\n" * 3)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command("review", "--batch", listing), stdout=writing, stderr=subprocess.PIPE, check=False, cwd=ROOT
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c_is_status_130_and_keeps_what_was_answered(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "repo": str(harmless(tmp_path / "shop").path)})
    # Whoever runs in a shell's background inherits a Ctrl-C that is ignored, and hands it on.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from reviewer.cli.application import run\n"
        "run()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "review", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["exit"] == 0
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == "holdfast: interrupted\n"


def test_a_bar_is_shown_on_a_terminal_and_stays_out_of_the_answers(tmp_path: Path) -> None:
    listing = tmp_path / "batch.jsonl"
    line = json.dumps({"id": 1, "repo": str(harmless(tmp_path / "shop").path)})
    listing.write_text(f"{line}\n" * 2)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("review", "--batch", listing), stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT
    ) as process:
        os.close(theirs)
        assert process.stdout
        answers = process.stdout.read().splitlines()
        shown = _all_of(ours)
        assert process.wait() == 0
    assert [json.loads(answer)["exit"] for answer in answers] == [0, 0]
    assert b"Reviewing" in shown
    assert b"2/2" in shown


def test_a_spinner_is_shown_on_a_terminal_while_work_goes_on() -> None:
    program = "from reviewer.cli.progress import working\nwith working('Reviewing'): input()"
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stderr=theirs, cwd=ROOT) as process:
        os.close(theirs)
        shown = b""
        while b"Reviewing" not in shown:
            shown += os.read(ours, 65_536)
        process.communicate(b"\n")
        _all_of(ours)
        assert process.returncode == 0


def test_a_terminal_gets_colours_unless_it_asks_for_none(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop").path
    assert b"\x1b[" in _on_a_terminal("review", "--repo", repository, TERM="xterm-256color")
    assert b"\x1b[" not in _on_a_terminal("review", "--repo", repository, TERM="xterm-256color", NO_COLOR="1")


def test_completion_scripts_are_printed() -> None:
    """Typer asks the processes above it which shell it is in: so a real one stands above it here."""
    program = '"$@"; exit $?'  # two commands, or bash would replace itself
    done = subprocess.run(
        ["bash", "-c", program, "bash", *command("--show-completion")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert "_HOLDFAST_COMPLETE" in done.stdout


def test_a_locale_without_utf_8_breaks_nothing(tmp_path: Path) -> None:
    done = run(
        "review", "--repo", unguarded(tmp_path / "shöp").path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources, to make files in."""
    for package in ("reviewer", "checks", "semgrep-rules"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_new_check_is_accepted_as_it_is_and_pages_are_printed_checked_and_cleaned(checkout: Path) -> None:
    done = run("new-check", "money/rounding-changed", cwd=checkout)
    assert (done.returncode, done.stdout) == (0, "checks/money/rounding_changed.py\n")
    assert "money/rounding-changed" in run("checks", cwd=checkout).stdout
    again = run("new-check", "money/rounding-changed", cwd=checkout)
    assert again.returncode == 2
    assert "checks/money/rounding_changed.py exists already" in again.stderr

    printed = run("docs", cwd=checkout)
    assert printed.returncode == 0
    assert "docs/checks/money/rounding-changed.md" in printed.stdout.splitlines()
    assert "docs/checks/auth/authentication-removed.md" in printed.stdout.splitlines()
    assert "docs/reference/config.schema.json" in printed.stdout.splitlines()
    page = checkout / "docs/checks/auth/authentication-removed.md"
    as_printed = page.read_text()
    page.write_text(as_printed + "edited\n")
    (checkout / "docs/checks/auth/gone.md").write_text("x")
    stale = run("docs", "--check", cwd=checkout)
    assert stale.returncode == 1
    assert stale.stderr.splitlines() == [
        "holdfast: docs/checks/auth/authentication-removed.md is stale",
        "holdfast: docs/checks/auth/gone.md is no page any more",
    ]
    assert run("docs", cwd=checkout).returncode == 0
    assert page.read_text() == as_printed
    assert not (checkout / "docs/checks/auth/gone.md").exists()


def test_a_service_with_a_part_of_an_identity_does_not_start(tmp_path: Path) -> None:
    done = run("serve", cwd=ROOT, HOLDFAST_DATA_DIR=str(tmp_path), HOLDFAST_APP_ID="7")
    assert done.returncode == 2
    assert "HOLDFAST_WEBHOOK_SECRET" in done.stderr
    assert "Traceback" not in done.stderr


def _on_a_terminal(*arguments: str | Path, **variables: str) -> bytes:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), stdout=theirs, stderr=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **variables}
    ):
        os.close(theirs)
        return _all_of(ours)


def _all_of(terminal: int) -> bytes:
    """Everything up to the end; Linux tells the end of a terminal by an error."""
    read = b""
    try:
        while chunk := os.read(terminal, 65_536):
            read += chunk
    except OSError:
        pass
    finally:
        os.close(terminal)
    return read
