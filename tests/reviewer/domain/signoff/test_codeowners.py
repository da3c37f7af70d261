"""CODEOWNERS as GitHub reads it."""

from __future__ import annotations

import pytest

from reviewer.domain.signoff.codeowners import read_codeowners

# The example of GitHub's documentation, with groups of this fiction.
FILE = """\
# A comment
*       @acme/all
*.js    @js-owner #This is an inline comment.
*.txt @acme/writers
/build/logs/ @doctor
docs/* docs@example.com
apps/ @octo
/docs/ @doctor
/scripts/ @doctor @octo
**/logs @deep
/apps/github
a\\ b.py @blank
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("a.py", ("@acme/all",)),
        ("deep/in/a.js", ("@js-owner",)),
        ("build/logs/x.log", ("@deep",)),
        ("docs/readme.md", ("@doctor",)),
        ("apps/x.py", ("@octo",)),
        ("src/apps/x.py", ("@octo",)),
        ("scripts/a.sh", ("@doctor", "@octo")),
        ("apps/github", ()),
        ("apps/github/x.py", ()),
        ("a b.py", ("@blank",)),
    ],
)
def test_the_last_line_that_matches_decides(path: str, owners: tuple[str, ...]) -> None:
    assert read_codeowners(FILE).of(path) == owners


def test_a_star_stops_at_the_folders_own_files() -> None:
    found = read_codeowners("* @acme/all\ndocs/* @writer\n")
    assert found.of("docs/a.md") == ("@writer",)
    assert found.of("docs/build/a.md") == ("@acme/all",)
    assert found.of("other/docs/a.md") == ("@acme/all",)


@pytest.mark.parametrize("line", ["!a.py @ana", "[ab].py @ana", "# a.py @ana", "   ", "\\#", "a.py"])
def test_what_github_does_not_support_gives_nobody_a_say(line: str) -> None:
    assert read_codeowners(f"{line}\n").of("a.py") == ()


@pytest.mark.parametrize("text", ["", "\0", "*", "\ufeff", "@", "a" * 10_000, "**/**/** @a\n" * 100])
def test_any_file_can_be_read(text: str) -> None:
    assert read_codeowners(text).of("x/y.sql") in {(), ("@a",)}
