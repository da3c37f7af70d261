"""What the guides tell people to type exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tracked import ROOT, text_of, tracked_files

GUIDES = [path for path in tracked_files("*.md") if path.parts[0] != "tests" and path.parts[:2] != ("docs", "checks")]
TASKS = set(re.findall(r"^  ([\w-]+) ", (ROOT / "dev").read_text(), flags=re.MULTILINE))


def typed_commands(text: str) -> list[list[str]]:
    """The words of every `./dev` and `holdfast` line in the code blocks and code spans of a guide."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`((?:\./dev|holdfast) [^`\n]+)`", text)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()] + spans
    return [line.split("#")[0].split() for line in lines if re.match(r"(?:\./dev|holdfast)\b", line)]


def subcommands() -> set[tuple[str, ...]]:
    """The commands of the product that a guide names; options and arguments are left off."""
    found: set[tuple[str, ...]] = set()
    for guide in GUIDES:
        for words in typed_commands(text_of(guide)):
            called = words[2:] if words[:2] == ["./dev", "holdfast"] else words[1:] if words[0] == "holdfast" else []
            if called and re.fullmatch(r"[a-z-]+", called[0]) and not called[0].startswith("-"):
                found.add((called[0],))
    return found


def test_the_commands_of_a_guide_are_read() -> None:
    text = (
        "x\n```\n$ ./dev test -k a\n./dev  # lists\nholdfast review\nls\n```\n`holdfast checks list` or `./dev`, `dev`"
    )
    assert typed_commands(text) == [
        ["./dev", "test", "-k", "a"],
        ["./dev"],
        ["holdfast", "review"],
        ["holdfast", "checks", "list"],
    ]


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_every_task_exists(guide: Path) -> None:
    named = {words[1] for words in typed_commands(text_of(guide)) if words[0] == "./dev" and len(words) > 1}
    assert named <= TASKS


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_every_place_that_is_named_exists(guide: Path) -> None:
    named = re.findall(
        r"`((?:checks|reviewer|tests|benchmarks|requirements|docs|semgrep-rules)/[\w/.-]+)`", text_of(guide)
    )
    assert [place for place in named if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("command", sorted(subcommands()), ids=" ".join)
def test_every_command_exists(command: tuple[str, ...]) -> None:
    holdfast = Path(sys.executable).with_name("holdfast")
    done = subprocess.run([holdfast, *command, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_first_screen_shows_both_commands() -> None:
    screen = "\n".join(text_of(Path("README.md")).splitlines()[:40])
    assert "./dev holdfast review --repo" in screen
    assert "./dev test" in screen
