"""Layout is nothing, words are everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.semgrep.tokens import occurrences, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a, b)", "f(\n  a,\n  b,\n)"),
        ('f("a")', "f('a')"),
        ("f(a);", "f(a)"),
        ("f(a) // said", "f(a)"),
        ("f(/* said */ a)", "f(a)"),
        ("[1, 2,]", "[1,2]"),
        ("a=>b", "a => b"),
    ],
)
def test_layout_quotes_and_comments_make_no_difference(one: str, other: str) -> None:
    assert tokens(one, "typescript") == tokens(other, "typescript")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a)", "f(b)"),
        ("f(a, b)", "f(b, a)"),
        ('f("a b")', 'f("a  b")'),
        ('"it\'s"', "'it'"),
        ("a && b", "a || b"),
        ("a == b", "a === b"),
        ("a.b", "ab"),
        ('f("// no")', 'f("")'),
        ("`a${b}`", "`a${c}`"),
    ],
)
def test_words_make_a_difference(one: str, other: str) -> None:
    assert tokens(one, "typescript") != tokens(other, "typescript")


def test_comments_are_those_of_the_language() -> None:
    assert tokens("a // b", "python") == ("a", "/", "/", "b")
    assert tokens("a # b", "python") == ("a",)
    assert tokens("this.#a", "javascript") == ("this", ".", "#", "a")
    assert tokens("a # b // c", "php") == ("a",)


@pytest.mark.parametrize("text", ['"', "'''", "/*", "`", "\\", '"\\', "a\\"])
def test_what_never_ends_is_read_to_the_end_once(text: str) -> None:
    assert tokens(text * 100_000, "php") is not None


@given(st.text())
def test_any_text_has_tokens_and_more_blanks_change_none(text: str) -> None:
    words = " ".join(text.split())
    row = tokens(words, "go")
    assert all(part for part in row)
    assert tokens(f"\n\n  {words}\n", "go")[: len(row) - 1] == row[: len(row) - 1]


def test_occurrences_are_counted_without_gaps() -> None:
    row = tokens("a.f(1); a.f(2); a.g(1)", "typescript")
    assert occurrences(tokens("a.f(", "typescript"), row) == 2
    assert occurrences(tokens("f(1", "typescript"), row) == 1
    assert occurrences(tokens("a(1", "typescript"), row) == 0
    assert occurrences((), row) == 0
