"""Text as words: layout and comments go where they mean nothing, and nothing else goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.wording import difference, wording

SAME = [
    ("a.ts", "const a = f(1);", "const a =\n  f( 1 ); // why"),
    ("a.js", "a(); /* old */ b();", "a();\nb();"),
    ("a.go", "a := f()\n\nb()", "\ta := f() // why\n\tb()"),
    ("a.rb", "a\nb", "  a  # why\n\n  b"),
    ("a.sql", "SELECT 1;", "-- why\nSELECT\n  1;"),
    ("a.yml", "a:\n  b: 1\n", "# why\na:\n\n  b: 1   \n"),
    ("CODEOWNERS", "* @acme/core\n", "# everything\n* @acme/core\n"),
    ("a.java", "if (a) { b(); }", "if (a) {\r\n  b();\r\n}"),
]
OTHER = [
    ("a.ts", "return a", "return\na"),
    ("a.ts", "if (a) return; b()", "if (a) return b()"),
    ("a.js", "f('a  b')", "f('a b')"),
    ("a.js", "f(`//a`)", "f(`//b`)"),
    ("a.js", "fetch('https://a')", "fetch('https://b')"),
    ("a.js", r"/\//.test(a)", r"/\//.test(b)"),
    ("a.js", "glob('/*'); a(); glob('*/')", "glob('/*'); b(); glob('*/')"),
    ("a.go", "a\nb", "a b"),
    ("a.rb", "f\n(1)", "f(1)"),
    ("a.rb", '"#{a}"', '"#{b}"'),
    ("a.rb", '"a"', "'a'"),
    ("a.ex", "1..10//2", "1..10//3"),
    ("a.sql", "SELECT '--a'", "SELECT '--b'"),
    ("a.sql", "DO $$ a $$", "DO $$ b $$"),
    ("a.sql", "SELECT 'it''s -- a'", "SELECT 'it''s -- b'"),
    ("a.yml", "a:\n  b: 1\nc: 2\n", "a:\n  b: 1\n  c: 2\n"),
    ("a.yml", "a: '#b'", "a: '#c'"),
    ("a.php", "#[Guarded]\nf();", "f();"),
    ("Makefile", "a:\n\tb\n", "a:\n\tc\n"),
    ("run.sh", "#!/bin/sh\na", "#!/bin/bash\na"),
    ("data.json", '{"a": 1}', '{"a": 2}'),
]


@pytest.mark.parametrize(("path", "one", "other"), SAME)
def test_comments_and_free_layout_say_nothing(path: str, one: str, other: str) -> None:
    assert wording(one, path) == wording(other, path)
    assert difference(wording(one, path), wording(other, path)) == ("", "")


@pytest.mark.parametrize(("path", "one", "other"), OTHER)
def test_everything_else_does(path: str, one: str, other: str) -> None:
    assert wording(one, path) != wording(other, path)
    went, came = difference(wording(one, path), wording(other, path))
    assert went != came


@given(st.text(max_size=60), st.sampled_from(["a.ts", "a.rb", "a.sql", "a.yml", "a.txt", "a.go"]))
def test_any_text_can_be_read(text: str, path: str) -> None:
    words = wording(text, path)
    assert difference(words, words) == ("", "")
    assert all(words)


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=12), st.lists(st.sampled_from(["a", "b", "c"]), max_size=12))
def test_a_difference_is_empty_only_between_equals(base: list[str], head: list[str]) -> None:
    assert (difference(tuple(base), tuple(head)) == ("", "")) is (base == head)
