"""The files of the repository as git knows them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked_files(*patterns: str) -> list[Path]:
    """Paths of the tracked files that exist, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], capture_output=True, check=True, cwd=ROOT
    ).stdout.decode()
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a tracked file; bytes that are no UTF-8 are replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
