"""Path patterns that are accepted, and those that could not be matched or not in time."""

import pytest

from reviewer.config.globs import check_glob


@pytest.mark.parametrize(
    "pattern",
    ["vendor/**", "**/generated/*.py", "!vendor/ours/**", "*.sql", "/root.py", "a b.py", "ä/*", "[ab]*.py", "x", "**/"],
)
def test_patterns_as_in_gitignore_are_accepted(pattern: str) -> None:
    assert check_glob(pattern) == pattern


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "no path pattern"),
        ("# comment", "no path pattern"),
        ("/", "no path pattern"),
        ("!", "no path pattern"),
        ("\\", "no path pattern"),
        ("[a", "no path pattern"),
        ("[z-a]", "no path pattern"),
        ("[[:alpha:]]", "no path pattern"),
        ("a*b*c*d*e*f*g*h", "at most 6 stars"),
        ("**/**/**/**/**/**/**", "at most 6 stars"),
        ("x" * 257, "at most 256 characters"),
    ],
)
def test_other_patterns_are_refused(pattern: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_glob(pattern)
