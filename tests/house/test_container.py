"""The Dockerfile finds what it copies, installs by hash alone, and does not run as root."""

import re

from pathspec import GitIgnoreSpec

from tests.house.tracked import ROOT, tracked_files

TEXT = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
IGNORED = GitIgnoreSpec.from_lines((ROOT / ".dockerignore").read_text().splitlines())


def words(instruction: str) -> list[list[str]]:
    return [line.split()[1:] for line in LINES if line.startswith(f"{instruction} ")]


def test_what_it_copies_is_tracked_and_not_ignored() -> None:
    copied = [source for source, *_ in _context_copies() for source in source]
    assert "requirements/app.lock" in copied
    for source in copied:
        files = [str(path) for path in tracked_files(source)]
        assert files != [], source
        assert [file for file in files if IGNORED.match_file(file)] == []


def _context_copies() -> list[tuple[list[str], str]]:
    return [(line[:-1], line[-1]) for line in words("COPY") if not line[0].startswith("--from")]


def test_tests_and_history_stay_outside() -> None:
    assert IGNORED.match_file(".git/HEAD")
    assert IGNORED.match_file("tests/conftest.py")
    assert IGNORED.match_file(".venv/bin/python")
    assert IGNORED.match_file(".env")


def test_what_comes_from_a_registry_comes_by_hash() -> None:
    installs = [line for line in re.findall(r"pip (?:install|sync)[^&\n]*", TEXT) if "/opt/wheel" not in line]
    assert installs != []
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_it_serves_as_a_user_that_is_not_root() -> None:
    assert words("USER") == [["holdfast"]]
    last = max(number for number, line in enumerate(LINES) if line.startswith("RUN "))
    assert next(number for number, line in enumerate(LINES) if line.startswith("USER ")) > last
