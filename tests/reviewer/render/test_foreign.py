"""Foreign text is made visible and encodable, and otherwise left as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.render.foreign import encodable, one_line, path_bytes, sentence, visible
from tests.reviewer.render.attacks import hostile


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b\x7f", "a\\x00b\\x7f"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("a\u2028b", "a\\u2028b"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("caf\udce9.py", "caf\\xe9.py"),
        ("\ud800", "\\ud800"),
        ("a\rb", "a\\x0db"),
    ),
)
def test_what_a_reader_would_obey_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ("", "plain ~!@#", "tab\tand\nbreak", "käse 日本語 → ✓ 🙂", "e\u0301", "\u00a0"))
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_names_stay_on_one_line_and_sentences_lose_their_breaks() -> None:
    assert one_line("a\nb\tc") == "a\\nb\\tc"
    assert sentence("  a\n  b\t c  ") == "a b c"


@given(hostile)
def test_nothing_that_controls_a_terminal_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in one_line(text)}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text())
@example("\udce9\ud800")
def test_any_text_can_be_written_as_utf8_and_only_surrogates_change(text: str) -> None:
    assert encodable(text).encode().decode() == encodable(text)
    if not any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        assert encodable(text) == text


@given(st.binary())
def test_a_file_name_comes_back_as_the_bytes_that_git_has(name: bytes) -> None:
    assert path_bytes(name.decode("utf-8", "surrogateescape")) == name


def test_a_surrogate_that_no_byte_made_is_spelled_in_a_path() -> None:
    assert path_bytes("a\ud800") == b"a\\ud800"
